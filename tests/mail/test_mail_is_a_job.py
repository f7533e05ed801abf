"""Mail is kept with its cause, sent by a worker with an id of its own, and tried again."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.jobs.cleaning import clean_up
from nexus.jobs.models import DeadLetter, Job
from nexus.jobs.progress import Progress
from nexus.jobs.registry import WORK
from nexus.jobs.services import (
    claim_next_job,
    create_job,
    release_jobs_of,
    retry_job,
    settle_letters,
)
from nexus.jobs.worker import run_both
from nexus.mail.models import Mail
from nexus.mail.sending import PAUSES, begin
from tests.conftest import MakePerson
from tests.mail.server import SILENT, MailServer, running
from tests.support import send_mail_out

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TO = "ada@people.test"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    settings.NEXUS_MAIL_BACKEND = SMTP
    with running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def write(subject: str = "Hello") -> Mail:
    message = EmailMultiAlternatives(
        subject, "In words.", "Nexus <hub@hub.example>", [TO], reply_to=["help@hub.example"]
    )
    message.attach_alternative("<p>In words.</p>", "text/html")
    message.send()
    return Mail.objects.latest("pk")


def try_now() -> Job:
    """One attempt, as if its time had come."""
    Job.objects.update(not_before=None)
    send_mail_out()
    return Job.objects.get()


def test_it_is_kept_with_its_cause_or_not_at_all() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert not Job.objects.exists()
    write()
    assert list(Job.objects.values_list("kind", "queue", "state")) == [
        ("mail", "outgoing", "queued")
    ]


def test_it_arrives_as_it_was_written(server: MailServer) -> None:
    mail = write("Grüße")
    assert try_now().result == {"attempts": 1, "repeats": 0}
    got = server.got[0]
    assert server.to == [TO]
    assert got["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@hub.example>")
    assert (got["From"], got["Reply-To"]) == ("Nexus <hub@hub.example>", "help@hub.example")
    assert got["Subject"] == "=?utf-8?b?R3LDvMOfZQ==?="
    assert [
        (part.get_content_type(), part.get_payload().strip()) for part in got.get_payload()
    ] == [
        ("text/plain", "In words."),
        ("text/html", "<p>In words.</p>"),
    ]


def test_it_is_tried_again_as_the_same_mail(server: MailServer) -> None:
    server.answers["DATA"] = [451]
    mail = write()
    waiting = try_now()
    assert (waiting.state, waiting.attempts, server.got) == ("queued", 0, [])
    assert waiting.not_before is not None
    assert 8 < (waiting.not_before - timezone.now()).total_seconds() <= 10
    done = try_now()
    assert (done.state, done.result) == ("done", {"attempts": 2, "repeats": 0})
    assert [one["Message-ID"] for one in server.got] == [mail.message_id]
    # Sent once, a second delivery of its job sends nothing.
    Job.objects.update(state="queued", attempts=0)
    assert try_now().state == "done"
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("command", "codes", "state", "why"),
    [
        ("RCPT", [550], "failed", "The server of mail said 550."),
        ("MAIL", [553], "failed", "The server of mail said 553."),
        ("RCPT", [450], "queued", ""),
        ("MAIL", [421], "queued", ""),
    ],
)
def test_what_a_server_refuses_is_told_without_the_address(
    server: MailServer, command: str, codes: list[int], state: str, why: str
) -> None:
    server.answers[command] = codes
    write()
    job = try_now()
    assert (job.state, job.message) == (state, why)
    assert DeadLetter.objects.filter(job=job).count() == (state == "failed")


def test_after_a_day_it_is_given_up(settings: Any, maintainer: Person) -> None:
    settings.NEXUS_MAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    write()
    waits = []
    for pause in PAUSES:
        job = try_now()
        assert job.not_before is not None
        waits.append(round((job.not_before - timezone.now()).total_seconds() - pause))
    assert waits == [0] * len(PAUSES)
    job = try_now()
    assert (job.state, job.message) == (
        "failed",
        "It was not taken: ConnectionRefusedError. Tried 9 times.",
    )
    assert DeadLetter.objects.get().job_id == job.pk
    # A person may have it tried again, until what it said is let go.
    with running() as server:
        settings.EMAIL_PORT = server.port
        retry_job(actor=maintainer, job=job)
        assert try_now().result == {"attempts": 10, "repeats": 0}
        assert len(server.got) == 1


def test_what_nobody_sent_is_let_go_when_its_links_are_old(
    server: MailServer, maintainer: Person
) -> None:
    server.answers["RCPT"] = [550]
    mail = write()
    job = try_now()
    for days, is_kept in ((2, True), (3, False)):
        Mail.objects.update(created_at=timezone.now() - timedelta(days=days, minutes=1))
        clean_up()
        mail.refresh_from_db()
        assert bool(mail.sealed) is is_kept
    retry_job(actor=maintainer, job=job)
    job = try_now()
    assert (job.state, job.message.partition(".")[0]) == (
        "failed",
        "What it said is not kept any more",
    )
    assert server.got == []


def test_a_month_later_nothing_is_left() -> None:
    write()
    send_mail_out()
    Mail.objects.update(created_at=timezone.now() - timedelta(days=31))
    Job.objects.update(finished_at=timezone.now() - timedelta(days=31))
    clean_up()
    assert (Mail.objects.count(), Job.objects.count()) == (0, 0)


def test_what_failed_goes_when_nobody_is_to_settle_it(
    server: MailServer, maintainer: Person
) -> None:
    server.answers["RCPT"] = [550]
    write()
    given_up = try_now()
    write()
    Mail.objects.update(sealed="")
    send_mail_out()
    failed = Job.objects.latest("pk")
    assert (given_up.state, failed.state) == ("failed", "failed")
    Job.objects.update(finished_at=timezone.now() - timedelta(days=29))
    clean_up()
    assert set(Job.objects.all()) == {given_up, failed}
    Job.objects.update(finished_at=timezone.now() - timedelta(days=31))
    clean_up()
    assert set(Job.objects.all()) == {given_up}
    settle_letters(DeadLetter.objects.all(), maintainer, DeadLetter.Fate.DROPPED)
    clean_up()
    assert not Job.objects.exists()


def test_a_repeat_is_reported(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    """A worker that dies between the server's answer and its own note sends the mail again."""
    mail = write()
    job = claim_next_job("embedded:one")
    assert job is not None
    begin(mail.message_id, Progress(job))
    release_jobs_of("embedded")
    assert try_now().result == {"attempts": 2, "repeats": 1}
    assert [one["Message-ID"] for one in server.got] == [mail.message_id]
    assert f"{mail.message_id} is sent again: the last attempt did not end" in caplog.messages


def test_what_had_no_answer_may_have_been_heard(server: MailServer) -> None:
    server.answers["DATA"] = [SILENT]
    mail = write()
    assert try_now().state == "queued"
    assert try_now().result == {"attempts": 2, "repeats": 1}
    assert [one["Message-ID"] for one in server.got] == [mail.message_id] * 2


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("SECRET_KEY", "another"), ("NEXUS_MAIL_BACKEND", "no.such.Backend")],
    ids=["sealed", "broken"],
)
def test_what_was_never_sent_is_no_repeat(
    server: MailServer, settings: Any, maintainer: Person, name: str, wrong: str
) -> None:
    write()
    right = getattr(settings, name)
    setattr(settings, name, wrong)
    job = try_now()
    assert (job.state, server.got) == ("failed", [])
    setattr(settings, name, right)
    retry_job(actor=maintainer, job=job)
    assert try_now().result == {"attempts": 2, "repeats": 0}
    assert len(server.got) == 1


def test_nobody_reads_what_it_says(
    learner: Person, mentor: Person, api: Callable[[Person], Any]
) -> None:
    """A link for a new password stands sealed until it is sent, and nowhere after that."""
    Client().post("/accounts/password/reset/", {"email": learner.email})
    kept = Mail.objects.get()
    client = Client()
    client.force_login(mentor)
    told = [
        client.get("/jobs/").content.decode(),
        api(mentor).get("/api/v1/jobs/").content.decode(),
        str(list(Job.objects.values())),
        str(list(Mail.objects.values())),
    ]
    assert ("<strong>Mail</strong>" in told[0], '"kind":"mail"' in told[1]) == (True, True)
    link = re.search(r"/accounts/password/reset/key/(\S+)/", send_mail_out()[-1].body)
    assert link is not None
    for text in told:
        assert learner.email not in text
        assert link[1] not in text
    assert len(kept.sealed) > 500
    kept.refresh_from_db()
    assert (kept.sealed, kept.sent_at is not None) == ("", True)


@pytest.mark.services  # SQLite in memory has no two connections; tests/faults has a file
def test_mail_does_not_wait_for_an_import(
    make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The embedded worker goes to other hosts beside what takes long."""
    stop, may_end = threading.Event(), threading.Event()

    def work(job: Job, progress: Progress) -> dict[str, Any]:
        return {"waited": may_end.wait(20)}

    monkeypatch.setitem(WORK, "test", work)
    with transaction.atomic():
        long = create_job(kind="test", payload={}, requested_by=None)
    worker = threading.Thread(target=run_both, args=[stop])
    worker.start()
    try:
        until(lambda: Job.objects.get(pk=long.pk).state == "running")
        mail = write()
        until(lambda: Mail.objects.get(pk=mail.pk).sent_at is not None)
        assert Job.objects.get(pk=long.pk).state == "running"
    finally:
        may_end.set()
        stop.set()
        worker.join()
    assert Job.objects.get(pk=long.pk).result == {"waited": True}


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)
