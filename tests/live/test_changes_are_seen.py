"""What is written is read: at once by who is signed in, within a second by everybody."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.live.hubs import ROLES, Pair, differ

LEAD = "## Symptom\n\nIt hangs.\n\n## Fix\n\nRestart it {}.\n"
WRITERS = st.sampled_from(["learner", "other", "mentor"])
# Numbers and not the things themselves: what there is differs from one try to the next.
PICKS = st.integers(0, 999)
EXAMPLES = int(os.environ.get("NEXUS_CACHE_EXAMPLES") or 10)
# A commit, and death in the same breath: nothing is left that could tell anybody.
DIE_AFTER_COMMIT = """
import os, signal, django
django.setup()
from django.db import transaction
from nexus.accounts.models import Person
from nexus.library.models import Entry
from nexus.library.services import save_lead
entry = Entry.objects.get(pk={pk})
person = Person.objects.get(pk={person})
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    save_lead(actor=person, entry=entry, lead={lead!r}, expected_version=entry.version)
"""


def create(pair: Pair, title: str) -> dict[str, Any]:
    made: dict[str, Any] = pair.write(
        "create", who=pair.pk("learner"), title=title, lead=LEAD.format(0), draft=False
    )
    return made


def save(pair: Pair, entry: dict[str, Any], what: object) -> None:
    lead = LEAD.format(what)
    assert pair.write("save", who=pair.pk("learner"), pk=entry["pk"], lead=lead)


def path_of(entry: dict[str, Any]) -> str:
    return f"/api/v1/entries/entry-{entry['pk']}/"


def see(look: Callable[[], bool]) -> None:
    """Whoever asks a second from now sees it; how long an answer then takes is the machine's."""
    written = asked = time.monotonic()
    while not look():
        assert asked - written < 1.0
        asked = time.monotonic()


def test_a_commit_of_a_process_that_dies_with_it_is_seen(pair: Pair) -> None:
    entry = create(pair, "A process that dies")
    assert b"Restart it 0" in pair.kept.ask(path_of(entry)).body
    lead = LEAD.format("with the last breath")
    code = DIE_AFTER_COMMIT.format(pk=entry["pk"], person=pair.pk("learner"), lead=lead)
    assert pair.python(code) == -signal.SIGKILL
    see(lambda: b"with the last breath" in pair.kept.ask(path_of(entry)).body)


def test_a_write_past_every_service_is_seen(pair: Pair) -> None:
    entry = create(pair, "Past the services")
    assert b"Past the services" in pair.kept.ask(path_of(entry)).body
    assert pair.write("update_past_services", pk=entry["pk"], title="By hand") == 1
    see(lambda: b"By hand" in pair.kept.ask(path_of(entry)).body)


def test_who_is_signed_in_reads_it_at_once(pair: Pair) -> None:
    entry = create(pair, "Read at once")
    for number in range(1, 6):
        save(pair, entry, f"{number} times")
        for who in ("learner", "other", "mentor"):
            got = pair.kept.ask(path_of(entry), token=pair.token(who))
            assert f"{number} times".encode() in got.body


def test_reading_in_a_stream_of_writes_is_never_older_than_a_second(pair: Pair) -> None:
    entry = create(pair, "A stream of writes")
    written: dict[int, float] = {1: time.monotonic()}
    for number in range(2, 40):
        save(pair, entry, number)
        written[number] = time.monotonic()
        for _ in range(5):
            asked = time.monotonic()
            version = pair.kept.ask(path_of(entry)).json()["version"]
            newer = [at for other, at in written.items() if other > version]
            assert not newer or asked - min(newer) < 1.0


class Readers(RuleBasedStateMachine):
    """Random writes and changes of roles; whoever reads, reads what the hub would answer anew."""

    pair: Pair

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[dict[str, Any]] = []
        self.wrote_at = time.monotonic()
        self.number = 0

    @initialize()
    def begin(self) -> None:
        for who, role in ROLES.items():
            if who != "maintainer":
                self.write("role", "maintainer", of=self.pair.pk(who), role=role)
        self.publish(True, True)

    def write(self, name: str, who: str, /, **arguments: Any) -> Any:
        done = self.pair.write(name, who=self.pair.pk(who), **arguments)
        self.wrote_at = time.monotonic()
        return done

    @rule(draft=st.booleans(), who=WRITERS)
    def create(self, draft: bool, who: str) -> None:
        self.number += 1
        title = f"Case {self.number} of {time.monotonic_ns()}"
        made = self.write("create", who, title=title, lead=LEAD.format(0), draft=draft)
        if made:
            self.entries.append(made)

    def picked(self, pick: int) -> dict[str, Any]:
        return self.entries[pick % len(self.entries)]

    @precondition(lambda self: self.entries)
    @rule(pick=PICKS, who=WRITERS)
    def save(self, pick: int, who: str) -> None:
        self.number += 1
        entry = self.picked(pick)
        self.write("save", who, pk=entry["pk"], lead=LEAD.format(self.number))

    @precondition(lambda self: self.entries)
    @rule(pick=PICKS, what=st.sampled_from(["publish", "retire"]))
    def decide(self, pick: int, what: str) -> None:
        self.write(what, "mentor", pk=self.picked(pick)["pk"])

    @precondition(lambda self: self.entries)
    @rule(pick=PICKS, who=WRITERS, outcome=st.sampled_from(["worked", "same-here"]))
    def say(self, pick: int, who: str, outcome: str) -> None:
        self.write("say", who, pk=self.picked(pick)["pk"], outcome=outcome)

    @precondition(lambda self: self.entries)
    @rule(pick=PICKS, topics=st.sampled_from([[], ["databases"], ["databases", "testing"]]))
    def file_under(self, pick: int, topics: list[str]) -> None:
        self.write("topics", "mentor", pk=self.picked(pick)["pk"], topics=topics)

    @precondition(lambda self: self.entries)
    @rule(pick=PICKS, title=st.sampled_from(["Once so", "Once otherwise"]))
    def rename_past_services(self, pick: int, title: str) -> None:
        self.pair.write("update_past_services", pk=self.picked(pick)["pk"], title=title)
        self.wrote_at = time.monotonic()

    @rule(
        who=st.sampled_from(["other", "mentor"]),
        role=st.sampled_from(["reader", "learner", "mentor"]),
    )
    def change_role(self, who: str, role: str) -> None:
        self.write("role", "maintainer", of=self.pair.pk(who), role=role)

    @rule(who=WRITERS, shows=st.booleans())
    def choose_name(self, who: str, shows: bool) -> None:
        self.write("profile", who, name=f"Chosen {who}", shows_name=shows)

    @rule(published=st.booleans(), shows=st.booleans())
    def publish(self, published: bool, shows: bool) -> None:
        self.write("hub", "maintainer", published=published, shows_documents=shows)

    def paths(self) -> list[str]:
        paths = ["/", "/challenges/", "/challenges/?order=updated", "/documents/", "/robots.txt"]
        paths += ["/sitemap.xml", "/feed.atom", "/api/v1/entries/?order=created", "/api/v1/hub/"]
        paths += [
            "/api/v1/entries/?include=solutions,receipts",
            "/api/v1/documents/?include=author",
        ]
        paths += ["/api/v1/documents/", "/graphql?query={entries(first:5){edges{node{title}}}}"]
        for entry in self.entries[-4:]:
            paths += [path_of(entry), f"{path_of(entry)}revisions/"]
            paths += [entry["url"], f"{entry['url']}.md", f"{entry['url']}/history/"]
        return paths

    def path(self, pick: int) -> str:
        paths = self.paths()
        return paths[pick % len(paths)]

    @rule(pick=PICKS, who=st.sampled_from(["learner", "other", "mentor", "maintainer"]))
    def read_as_somebody(self, pick: int, who: str) -> None:
        path = self.path(pick)
        token = self.pair.token(who)
        kept, fresh = (web.ask(path, token=token) for web in (self.pair.kept, self.pair.fresh))
        assert kept.same() == fresh.same(), f"{who} {path}: {differ(kept, fresh)}"

    @rule(pick=PICKS)
    def read_as_nobody(self, pick: int) -> None:
        self.pair.settled(self.path(pick), since=self.wrote_at)

    def settle(self) -> None:
        for path in self.paths():
            self.pair.settled(path, since=self.wrote_at)

    def teardown(self) -> None:
        self.settle()
        self.begin()  # as other tests found it, and nothing older is in anybody's way
        self.settle()


def test_random_writes_and_reads_find_no_difference(pair: Pair) -> None:
    machine = type("ReadersOfPair", (Readers,), {"pair": pair})
    test = machine.TestCase  # type: ignore[attr-defined]
    test.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=40,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try is of real processes
        suppress_health_check=list(HealthCheck),
    )
    test().runTest()
