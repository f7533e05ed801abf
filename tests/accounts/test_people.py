"""Invites, roles and names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from nexus.accounts.models import UNNAMED, AuditEntry, Cohort, Invite, Membership, Role
from nexus.accounts.selectors import get_person, list_audit, list_cohorts, list_people
from nexus.accounts.services import (
    accept_invite,
    contributor,
    create_cohort,
    create_invite,
    find_invite,
    keep_contributors,
    revoke_invite,
    set_role,
    update_profile,
)
from nexus.common.errors import Invalid, NotAllowed, NotFound, SignInNeeded
from nexus.documents.services.imports import Whose

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(mentor: Any) -> Cohort:
    return create_cohort(actor=mentor, name="Spring 2026")


def test_a_reader_becomes_a_learner_of_the_cohort(cohort: Cohort, mentor: Any, reader: Any) -> None:
    _, secret = create_invite(actor=mentor, cohort=cohort)
    accept_invite(actor=reader, secret=secret, track="backend")
    reader.refresh_from_db()
    membership = Membership.objects.get()
    assert reader.role == Role.LEARNER
    assert (membership.person_id, membership.cohort_id, membership.track) == (
        reader.pk,
        cohort.pk,
        "backend",
    )


def test_joining_twice_is_joining_once(cohort: Cohort, mentor: Any, reader: Any) -> None:
    _, secret = create_invite(actor=mentor, cohort=cohort)
    accept_invite(actor=reader, secret=secret, track="backend")
    assert accept_invite(actor=reader, secret=secret).track == "backend"
    accept_invite(actor=reader, secret=secret, track="frontend")
    assert Membership.objects.get().track == "frontend"


def test_nobody_loses_a_role_by_joining(cohort: Cohort, mentor: Any) -> None:
    _, secret = create_invite(actor=mentor, cohort=cohort)
    accept_invite(actor=mentor, secret=secret)
    mentor.refresh_from_db()
    assert mentor.role == Role.MENTOR


def test_one_link_per_cohort(cohort: Cohort, mentor: Any, reader: Any) -> None:
    _, first = create_invite(actor=mentor, cohort=cohort)
    _, second = create_invite(actor=mentor, cohort=cohort)
    with pytest.raises(NotFound):
        accept_invite(actor=reader, secret=first)
    assert Membership.objects.count() == 0
    assert find_invite(second).cohort == cohort
    assert Invite.objects.filter(revoked_at__isnull=True).count() == 1
    assert not Invite.objects.filter(secret_hash__in=[first, second]).exists()


def test_expired_and_revoked_links(cohort: Cohort, mentor: Any, reader: Any) -> None:
    invite, secret = create_invite(actor=mentor, cohort=cohort)
    Invite.objects.filter(pk=invite.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        accept_invite(actor=reader, secret=secret)
    _, secret = create_invite(actor=mentor, cohort=cohort)
    revoke_invite(actor=mentor, cohort=cohort)
    with pytest.raises(NotFound):
        accept_invite(actor=reader, secret=secret)
    reader.refresh_from_db()
    assert reader.role == Role.READER


def test_only_mentors_invite(cohort: Cohort, learner: Any, anonymous: Any) -> None:
    with pytest.raises(NotAllowed):
        create_invite(actor=learner, cohort=cohort)
    with pytest.raises(NotAllowed):
        create_cohort(actor=learner, name="Mine")
    with pytest.raises(SignInNeeded):
        accept_invite(actor=anonymous, secret="x")
    assert Invite.objects.count() == 0


def test_a_cohorts_name_is_new(cohort: Cohort, mentor: Any) -> None:
    with pytest.raises(Invalid) as caught:
        create_cohort(actor=mentor, name="spring  2026")
    assert set(caught.value.fields) == {"name"}
    assert Cohort.objects.count() == 1


def test_the_last_maintainer_stays(maintainer: Any, make_person: Any) -> None:
    with pytest.raises(Invalid) as caught:
        set_role(actor=maintainer, person=maintainer, role="mentor")
    assert set(caught.value.fields) == {"role"}
    maintainer.refresh_from_db()
    assert maintainer.role == Role.MAINTAINER
    second = make_person("maintainer")
    set_role(actor=second, person=maintainer, role="mentor")
    maintainer.refresh_from_db()
    assert maintainer.role == Role.MENTOR


def test_a_maintainer_who_left_does_not_count(maintainer: Any, make_person: Any) -> None:
    make_person("maintainer", is_active=False)
    with pytest.raises(Invalid):
        set_role(actor=maintainer, person=maintainer, role="reader")


def test_roles_are_given_by_maintainers(maintainer: Any, mentor: Any, learner: Any) -> None:
    with pytest.raises(NotAllowed):
        set_role(actor=mentor, person=mentor, role="maintainer")
    set_role(actor=maintainer, person=learner, role="mentor")
    audit = AuditEntry.objects.get(action="role.set")
    assert audit.detail == {"before": "learner", "after": "mentor"}
    with pytest.raises(Invalid):
        set_role(actor=maintainer, person=learner, role="king")


def test_a_name_is_shown_by_choice_only(learner: Any) -> None:
    assert (learner.display_name, str(learner)) == (UNNAMED, UNNAMED)
    update_profile(actor=learner, name=" Ada  L ", shows_name=False)
    learner.refresh_from_db()
    assert learner.display_name == UNNAMED
    update_profile(actor=learner, name="Ada L", shows_name=True)
    learner.refresh_from_db()
    assert learner.display_name == "Ada L"
    update_profile(actor=learner, name="Ada L", shows_name=False)
    learner.refresh_from_db()
    assert learner.display_name == UNNAMED


def test_there_must_be_a_name_to_show(learner: Any) -> None:
    for name in ("", "x" * 121):
        with pytest.raises(Invalid) as caught:
            update_profile(actor=learner, name=name, shows_name=True)
        assert set(caught.value.fields) == {"name"}


def test_a_contributor_cannot_sign_in(client: Any) -> None:
    person = contributor("Grace")
    keep_contributors([person])
    assert (person.email, person.is_active, person.has_usable_password()) == (None, False, False)
    assert person.display_name == UNNAMED
    assert client.login(username="", password="") is False


def test_people_are_seen_by_who_is_signed_in(reader: Any, anonymous: Any) -> None:
    assert list(list_people(viewer=reader)) == [reader]
    with pytest.raises(SignInNeeded):
        list_people(viewer=anonymous)
    with pytest.raises(NotFound):
        get_person(viewer=reader, pk=reader.pk + 1)


def test_the_audit_log_is_for_maintainers(maintainer: Any, mentor: Any) -> None:
    create_cohort(actor=mentor, name="A")
    assert [a.action for a in list_audit(viewer=maintainer)] == ["cohort.created"]
    with pytest.raises(NotAllowed):
        list_audit(viewer=mentor)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Spring 2026", "spring-2026", True),
        ("上海 2026", "北京 2026", False),
        ("上海", "北京", False),
        ("Зима", "ЗИМА", True),
        ("Año", "Ano", True),
    ],
)
def test_cohorts_in_any_script(mentor: Any, one: str, other: str, same: bool) -> None:
    create_cohort(actor=mentor, name=one)
    if same:
        with pytest.raises(Invalid):
            create_cohort(actor=mentor, name=other)
    else:
        create_cohort(actor=mentor, name=other)
    assert Cohort.objects.count() == 2 - same


def test_a_cohorts_people_joined_it_or_wrote_for_it(
    cohort: Cohort, mentor: Any, reader: Any, learner: Any, bring: Any
) -> None:
    _, secret = create_invite(actor=mentor, cohort=cohort)
    accept_invite(actor=reader, secret=secret)
    accept_invite(actor=learner, secret=secret)
    bring(learner, ("a.md", b"# A\n\nWords.\n"), whose=Whose(mine=True, cohort="Spring 2026"))
    bring(mentor, ("b.md", b"# B\n\nWords.\n"), whose=Whose(author="Bo", cohort="Spring 2026"))
    create_cohort(actor=mentor, name="Empty")
    counts = {c.name: c.person_count for c in list_cohorts(viewer=mentor)}
    assert counts == {"Spring 2026": 3, "Empty": 0}


def test_a_shown_name_is_no_address(learner: Any) -> None:
    shown = update_profile(actor=learner, name="Ada ada@people.org", shows_name=True)
    assert shown.name == "Ada [contact removed]"
