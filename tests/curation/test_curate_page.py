"""Who splits or moves statements reads what each of them says."""

from __future__ import annotations

from typing import Any

from django.test import Client

from nexus.accounts.models import Person
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
