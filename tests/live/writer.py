"""A process that writes through the services when it is told to, line by line.

Started by the tests on the data of a running hub: what it commits, the hub's own processes have
to find out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django


def operations() -> dict[str, Callable[..., Any]]:
    from django.test import Client

    from nexus.accounts.models import Person
    from nexus.accounts.services import create_token, publish_hub, set_role, update_profile
    from nexus.library.models import Entry
    from nexus.library.services import (
        create_entry,
        give_receipt,
        publish_entry,
        retire_entry,
        save_lead,
        set_topics,
    )

    def person(pk: int) -> Person:
        return Person.objects.get(pk=pk)

    def entry(pk: int) -> Entry:
        return Entry.objects.get(pk=pk)

    def make_person(role: str, name: str) -> Any:
        made = Person.objects.create_user(
            email=f"{name}@people.test",
            password="correct horse battery",
            name=f"Hidden {name}",
            role=role,
        )
        return made.pk, create_token(actor=made, name="test")[1]

    def sign_in(who: int) -> Any:
        client = Client()
        client.force_login(person(who))
        return client.cookies["sessionid"].value

    def create(who: int, title: str, lead: str, draft: bool) -> Any:
        made = create_entry(
            actor=person(who), kind="challenge", title=title, lead=lead, draft=draft
        )
        return {"pk": made.pk, "url": made.get_absolute_url()}

    def save(who: int, pk: int, lead: str) -> Any:
        found = entry(pk)
        saved = save_lead(actor=person(who), entry=found, lead=lead, expected_version=found.version)
        return saved.version

    def update_past_services(pk: int, title: str) -> Any:
        return Entry.objects.filter(pk=pk).update(title=title)

    return {
        "make_person": make_person,
        "sign_in": sign_in,
        "create": create,
        "save": save,
        "publish": lambda who, pk: publish_entry(actor=person(who), entry=entry(pk)),
        "retire": lambda who, pk: retire_entry(actor=person(who), entry=entry(pk)),
        "topics": lambda who, pk, topics: set_topics(
            actor=person(who), entry=entry(pk), topics=topics
        ),
        "say": lambda who, pk, outcome: give_receipt(
            actor=person(who), entry=entry(pk), outcome=outcome
        ),
        "role": lambda who, of, role: set_role(actor=person(who), person=person(of), role=role),
        "profile": lambda who, **chosen: update_profile(actor=person(who), **chosen),
        "hub": lambda who, **chosen: publish_hub(actor=person(who), **chosen),
        "update_past_services": update_past_services,
    }


def main() -> None:
    django.setup()
    from nexus.common.errors import NexusError

    known = operations()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            done = known[name](**arguments)
            told = {"done": done if isinstance(done, int | str | dict | list | tuple) else None}
        except NexusError as error:
            told = {"refused": error.code}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
