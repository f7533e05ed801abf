"""Links to other sites are asked politely, and what leads nowhere is told to mentors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.common.errors import NotAllowed
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.jobs.models import Job
from nexus.jobs.schedule import SCHEDULE
from nexus.jobs.services import claim_next_job, create_job, run_job
from nexus.library.models import Entry
from nexus.library.services import create_entry, save_lead
from nexus.linkcheck import gathering, tasks
from nexus.linkcheck.gathering import addresses_in, gather
from nexus.linkcheck.models import OutsideLink
from nexus.linkcheck.selectors import list_dead_links
from nexus.linkcheck.tasks import in_turn
from nexus.linkcheck.verdicts import Verdict, wait_after
from tests.conftest import Import
from tests.serving import serving

pytestmark = pytest.mark.django_db


@dataclass
class Site:
    """Another site, on this machine."""

    url: str
    answers: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Answers 200, or what `answers` says of a method and path."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            site.asked.append(f"{self.command} {self.path}")
            site.at.append(time.monotonic())
            status = site.answers.get(f"{self.command} {self.path}", site.answers.get(self.path))
            self.send_response(status or 200)
            for name, value in site.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            self.answer()

        def do_HEAD(self) -> None:
            self.answer()

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0.0)
    settings.NEXUS_LINK_CHECK_HOSTS = ["127.0.0.1"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    with serving(server):
        yield site


Lead = Callable[..., Entry]


@pytest.fixture
def lead(learner: Person) -> Lead:
    """An entry that leads to these addresses."""

    def make(*addresses: str, title: str = "Leads outside") -> Entry:
        text = "\n".join(f"See [this]({one})." for one in addresses)
        return create_entry(actor=learner, kind="practice", title=title, lead=text)

    return make


def check() -> dict[str, Any]:
    """Run the job as a worker does."""
    create_job(kind="link-check", payload={}, requested_by=None)
    job = claim_next_job("test")
    assert job is not None
    done: Job = run_job(job)
    assert (done.state, done.queue) == ("done", "outgoing")
    return done.result


def state_of(address: str) -> tuple[str, str, int]:
    link = OutsideLink.objects.get(address=address)
    return link.state, link.why, link.failures


def due_again() -> None:
    OutsideLink.objects.update(due_at=timezone.now())


def test_what_is_gone_is_told_to_mentors(
    site: Site, lead: Lead, mentor: Person, learner: Person
) -> None:
    site.answers["/gone"] = 404
    entry = lead(f"{site.url}/well", f"{site.url}/gone#part")
    assert check() == {"links": 2, "asked": 2, "left": 0}
    # Of a page that is well its head is enough; one that seems gone is asked for itself.
    assert sorted(site.asked) == ["GET /gone", "HEAD /gone", "HEAD /well"]
    assert state_of(f"{site.url}/well") == ("well", "", 0)
    found = list_dead_links(viewer=mentor)
    assert [(one.entry, one.address, one.why) for one in found] == [
        (entry, f"{site.url}/gone", "Its server says 404.")
    ]
    with pytest.raises(NotAllowed):
        list_dead_links(viewer=learner)
    client = Client()
    client.force_login(mentor)
    page = client.get("/links/dead/").content.decode()
    assert f"{site.url}/gone" in page
    assert "No site is asked" in page


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"HEAD /": 405}, "well"),
        ({"/": 302}, "well"),
        ({"/": 301}, "well"),  # it does not say where
        ({"/": 403}, "unsure"),
        ({"/": 429}, "unsure"),
        ({"/": 410}, "broken"),
        ({"/": 503}, "unsure"),
    ],
)
def test_what_an_answer_says(site: Site, lead: Lead, answers: dict[str, int], state: str) -> None:
    site.answers = answers
    lead(f"{site.url}/")
    check()
    assert state_of(f"{site.url}/")[0] == state


def test_who_is_away_for_a_moment_is_not_gone(site: Site, lead: Lead) -> None:
    """Asked again with longer and longer waits; only then it is broken, and well again at once."""
    address = f"{site.url}/"
    site.answers["/"] = 503
    lead(address)
    waits = []
    for _ in range(4):
        check()
        link = OutsideLink.objects.get()
        assert link.asked_at is not None
        waits.append((link.state, (link.due_at - link.asked_at).days))
        due_again()
    assert waits == [("unsure", 1), ("unsure", 2), ("broken", 4), ("broken", 8)]
    site.answers.clear()
    check()
    assert state_of(address) == ("well", "", 0)


def test_a_server_that_says_when_is_asked_then(site: Site, lead: Lead) -> None:
    site.answers["/"], site.headers["Retry-After"] = 503, "86400"
    lead(f"{site.url}/")
    check()
    link = OutsideLink.objects.get()
    assert link.asked_at is not None
    assert link.due_at - link.asked_at == timedelta(days=1)


def test_a_hub_is_no_way_into_its_network(site: Site, lead: Lead, settings: Any) -> None:
    settings.NEXUS_LINK_CHECK_HOSTS = []
    lead(f"{site.url}/", "http://[::1]/", "http://10.0.0.7/")
    check()
    assert site.asked == []
    assert set(OutsideLink.objects.values_list("state", flat=True)) == {"private"}


def test_an_address_is_asked_once_for_all_entries(site: Site, lead: Lead) -> None:
    for title in ("One", "Two"):
        lead(f"{site.url}/same", title=title)
    check()
    assert site.asked == ["HEAD /same"]
    assert list(OutsideLink.objects.values_list("state", flat=True)) == ["well", "well"]
    check()
    assert site.asked == ["HEAD /same"]  # for two weeks it is not asked again


def test_the_same_host_has_a_rest(site: Site, lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0.2)
    site.answers["HEAD /2"] = 405  # the page itself is asked after a rest, too
    lead(f"{site.url}/1", f"{site.url}/2", f"{site.url}/3")
    check()
    assert site.asked == ["HEAD /1", "HEAD /2", "GET /2", "HEAD /3"]
    assert min(b - a for a, b in zip(site.at, site.at[1:], strict=False)) >= 0.19


@pytest.mark.parametrize(
    ("status", "location", "leads_to"),
    [
        (301, "https://new.example/page?x=1#part", "https://new.example/page?x=1"),
        (308, "/there", "SITE/there"),
        (301, "//new.example/", "http://new.example/"),
        (301, "javascript:alert(1)", ""),
        (301, "https://u:p@new.example/", ""),
        (301, "http://[new/", ""),
        (301, "/old#part", ""),
        (301, f"/{'x' * 1000}", ""),
        (302, "https://new.example/", ""),
        (307, "https://new.example/", ""),
    ],
    ids=[
        *("moved", "on-its-site", "without-a-scheme", "script", "password", "malformed"),
        *("to-itself", "too-long", "found-for-now", "for-now"),
    ],
)
def test_what_moved_for_good_is_told_with_where(
    site: Site, lead: Lead, mentor: Person, status: int, location: str, leads_to: str
) -> None:
    site.answers["/old"], site.headers["Location"] = status, location
    lead(f"{site.url}/old")
    check()
    where = leads_to.replace("SITE", site.url)
    assert site.asked == ["HEAD /old"]  # where it leads is not asked
    link = OutsideLink.objects.get()
    assert (link.state, link.leads_to, link.failures) == ("moved" if where else "well", where, 0)
    assert link.due_at - link.asked_at == timedelta(days=14)
    assert [one.leads_to for one in list_dead_links(viewer=mentor)] == ([where] if where else [])


def test_a_page_tells_where_it_is_now(site: Site, lead: Lead, mentor: Person) -> None:
    site.answers["/old"], site.headers["Location"] = 301, "https://new.example/?a=1&b=2"
    lead(f"{site.url}/old")
    check()
    client = Client()
    client.force_login(mentor)
    page = client.get("/links/dead/").content.decode()
    assert 'now at <a href="https://new.example/?a=1&amp;b=2" rel="nofollow' in page
    assert "Its server says that it moved for good (301). Asked last on" in page
    # Mended, it is told no more.
    site.answers.clear()
    due_again()
    check()
    assert state_of(f"{site.url}/old") == ("well", "", 0)
    assert OutsideLink.objects.get().leads_to == ""


def test_links_of_documents_are_looked_at(
    site: Site, lead: Lead, mentor: Person, learner: Person, bring: Import
) -> None:
    site.answers["/gone"] = 404
    text = f"# Notes\n\nSee [this]({site.url}/gone) and <{site.url}/well>.\n"
    bring(learner, ("notes.md", text.encode()))
    entry = lead(f"{site.url}/gone")
    assert check() == {"links": 3, "asked": 2, "left": 0}
    document = Document.objects.get()
    found = list_dead_links(viewer=mentor)
    assert [(one.place, one.title, one.address) for one in found] == [
        (document, "Notes", f"{site.url}/gone"),
        (entry, "Leads outside", f"{site.url}/gone"),
    ]
    client = Client()
    client.force_login(mentor)
    page = client.get("/links/dead/").content.decode()
    assert f'<a class="title" href="/documents/{document.pk}">Notes</a>' in page
    assert page.count("mend it") == 1


def test_a_document_that_was_erased_or_changed_leaves_no_address(
    learner: Person, bring: Import
) -> None:
    bring(learner, ("a.md", b"# A\n\n<https://one.example/> <https://two.example/>\n"))
    gather()
    assert OutsideLink.objects.count() == 2
    bring(learner, ("a.md", b"# A\n\n<https://two.example/>\n"))
    assert list(OutsideLink.objects.values_list("address", flat=True)) == ["https://two.example/"]
    document = Document.objects.get()
    erase_document(actor=learner, document=document)
    assert not OutsideLink.objects.exists()


Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Something happens after all texts were read, before a row is written."""
    read = gathering.texts

    def set_up(happens: Callable[[], object]) -> None:
        def texts() -> Iterator[Any]:
            yield from read()
            happens()

        monkeypatch.setattr(gathering, "texts", texts)

    return set_up


def test_what_is_erased_while_texts_are_read_is_not_written_back(
    learner: Person, bring: Import, lead: Lead, meanwhile: Meanwhile
) -> None:
    bring(learner, ("a.md", b"# A\n\n<https://erased.example/>\n"))
    entry = lead("https://changed.example/", "https://kept.example/")

    def happens() -> None:
        erase_document(actor=learner, document=Document.objects.get())
        text = "See <https://kept.example/>."
        save_lead(actor=learner, entry=entry, lead=text, expected_version=1)

    meanwhile(happens)
    gather()
    assert list(OutsideLink.objects.values_list("entry", "address")) == [
        (entry.pk, "https://kept.example/")
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_being_erased_is_left_alone(learner: Person, bring: Import) -> None:
    """The job reads the text that an erasure has not committed yet to be gone."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: the job would wait for the erasure.")
    bring(learner, ("a.md", b"# A\n\n<https://erased.example/>\n"))

    def gather_elsewhere() -> int:
        try:
            return gather()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        erase_document(actor=learner, document=Document.objects.get())
        assert pool.submit(gather_elsewhere).result(30) == 1
    assert not OutsideLink.objects.exists()


def test_code_of_the_version_before_still_makes_rows(lead: Lead) -> None:
    """While an upgrade rolls, it writes without the columns that are new."""
    entry = lead("https://old.example/")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO linkcheck_outsidelink (entry_id, address, state, why, failures, due_at) "
            "VALUES (%s, 'https://old.example/', 'new', '', 0, CURRENT_TIMESTAMP)",
            [entry.pk],
        )
    link = OutsideLink.objects.get()
    assert (link.address, link.leads_to, link.document) == ("https://old.example/", "", None)


def test_while_one_host_rests_others_are_asked() -> None:
    asked = in_turn(["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://b/2"])
    assert asked == ["http://a/1", "http://b/1", "http://a/2", "http://b/2", "http://a/3"]


def test_it_stops_in_time(site: Site, lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(f"{site.url}/1", f"{site.url}/2")
    monkeypatch.setattr(tasks, "MOST_SECONDS", -1.0)
    assert check() == {"links": 2, "asked": 0, "left": 2}


def test_what_a_text_does_not_hold_any_more_is_forgotten_at_once(
    lead: Lead, learner: Person
) -> None:
    entry = lead("https://erased.example/", "https://kept.example/")
    gather()
    save_lead(actor=learner, entry=entry, lead="See <https://kept.example/>.", expected_version=1)
    assert list(OutsideLink.objects.values_list("address", flat=True)) == ["https://kept.example/"]


def test_which_addresses_are_asked() -> None:
    rendered = (
        '<a href="https://a.example/?x=1&amp;y=2#part">a</a> <a href="/topics/">b</a>'
        '<a href="mailto:x@a.example">c</a> <a href="https://u:p@a.example/">d</a>'
        '<a href="https://a.example:0/">e</a> <a href="https://ä.example/">f</a>'
        f'<a href="https://a.example/{"x" * 1000}">g</a>'
    )
    assert addresses_in(rendered) == {"https://a.example/?x=1&y=2"}


def test_by_itself_nothing_is_asked() -> None:
    assert "link-check" not in SCHEDULE


def test_a_link_that_fails_for_ever_is_asked_once_a_month() -> None:
    away = Verdict("unsure", "Its server says 500.", is_failure=True)
    waits = [wait_after(away, failures).days for failures in (1, 2, 3, 6, 7, 4000)]
    assert waits == [1, 2, 4, 32, 32, 32]
