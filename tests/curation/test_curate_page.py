"""Who splits or moves statements reads what each of them says."""

from __future__ import annotations

from typing import Any

from django.test import Client

from nexus.accounts.models import Person
from nexus.curation.models import Action
from nexus.curation.services import merge_entries
from nexus.documents.models import Statement
from tests.curation.desk_support import SEATS, bring_challenges


def test_each_statement_is_shown_with_its_fix(
    client: Client, make_person: Any, bring: Any, mentor: Person
) -> None:
    seats, _ = bring_challenges(make_person, bring)
    client.force_login(mentor)
    page = client.get(f"{seats.get_absolute_url()}/curate/").content.decode()
    title, _, fix = SEATS[0]
    assert page.count(f"<strong>{title}</strong>") == 1
    assert f"<b>Fix:</b> {fix}" in page


def test_enter_does_what_is_filled_in_and_ticks_are_kept(
    client: Client, make_person: Any, bring: Any, mentor: Person
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    client.force_login(mentor)
    page = f"{seats.get_absolute_url()}/curate/"
    form = client.get(page).content.decode().split("<h2>Its statements</h2>")[1]
    default = form.split("<button", 1)[1].split(">", 1)[0]
    assert 'name="do" value="words"' in default, "the first button is what Enter presses"
    first, second = (Statement.objects.get(title=title) for title, _, _ in SEATS)
    sent = {"do": "words", "statements": f"statement-{second.pk}", "title": "", "into": "Nowhere"}
    answer = client.post(page, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no entry “Nowhere”." in shown
    assert f'value="statement-{second.pk}" checked' in shown
    assert f'value="statement-{first.pk}">' in shown
    assert shown.count('value="Nowhere"') == 1
    both = client.post(page, {**sent, "title": "Per seat"})
    assert (both.status_code, Action.objects.count()) == (422, 0)
    assert "Give either a title" in both.content.decode()
    client.post(page, {**sent, "into": labels.title})
    assert second.evidence.entry == labels
    client.post(f"{labels.get_absolute_url()}/curate/", {**sent, "into": "", "title": "Per seat"})
    second.refresh_from_db()
    assert second.evidence.entry.title == "Per seat"


def test_a_form_of_an_entry_that_was_merged_changes_nothing(
    client: Client, make_person: Any, bring: Any, mentor: Person
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    merge_entries(actor=mentor, entry=seats, into=labels)
    client.force_login(mentor)
    page = f"{seats.get_absolute_url()}/curate/"
    answer = client.post(page, {"do": "rename", "title": "Seats one by one"})
    assert answer.status_code == 422
    assert f"“{seats.title}” was merged into “{labels.title}”" in answer.content.decode()
    labels.refresh_from_db()
    assert labels.title != "Seats one by one"
