"""The hub that the policies are tried on: one of everything, and marks that must not travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.models import Person, Role
from nexus.accounts.services import create_cohort, create_invite, create_token, publish_hub
from nexus.common.hub import get_hub
from nexus.curation.models import Evidence, Suggestion
from nexus.curation.services import rename
from nexus.documents.models import Document
from nexus.documents.services import claim_document, import_files
from nexus.documents.services.imports import Whose
from nexus.jobs.models import DeadLetter, Job
from nexus.jobs.services import give_up
from nexus.library.models import Entry, Receipt, Revision, Solution
from nexus.library.services import (
    add_solution,
    create_entry,
    create_topic,
    give_receipt,
    retire_entry,
    save_lead,
)
from nexus.webhooks.models import Delivery
from nexus.webhooks.services import create_webhook
from tests.support import CHALLENGE_LEAD, LEARNER_DOCUMENT, run_to_end

ROLES = ("anonymous", "reader", "other", "owner", "mentor", "maintainer")
SIGNED_IN = frozenset(ROLES[1:])
# Letter → the words that must be read by its audience alone.
MARKS = {
    "D": "Draft Quokka",  # a draft of the owner
    "C": "Chosen Grace",  # the mentor chose to show this name
    "H": "Hidden Owner",  # the owner chose not to
    "E": "owner@people.test",  # an address to sign in with
    "M": "hidden.mail@secret.org",  # stood in a document, masked when it came in
    "R": "Retired Walrus",  # an entry that was taken out
    "X": "Xylophone words",  # stands in the owner's document and in no statement
    "T": "Token of the owner",
    "W": "Webhook of the owner",
}
AUDIENCE = {
    "D": frozenset({"owner", "mentor", "maintainer"}),
    "C": SIGNED_IN,
    "H": frozenset({"owner"}),
    "E": frozenset({"owner"}),
    "M": frozenset[str](),
    "R": frozenset[str](),
    "X": SIGNED_IN,
    "T": frozenset({"owner"}),
    "W": frozenset({"owner"}),
}
STATES = ("private", "published", "open")  # open: published, and documents shown to everybody
DOCUMENT = f"{LEARNER_DOCUMENT}\n## Miscellaneous\n\nXylophone words of hidden.mail@secret.org.\n"
GUIDE = "# How the office is reached\n\nTake the second door.\n\n## Keys\n\nAsk at the desk.\n"


@dataclass
class World:
    """People by role, their sessions, and the ids that addresses are filled with."""

    state: str
    people: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A fresh client of a role: nothing of an earlier request clings to it."""
        client = Client(raise_request_exception=True)
        if role in self.sessions:
            client.cookies["sessionid"] = self.sessions[role]
        return client

    def audience(self, mark: str) -> frozenset[str]:
        if mark == "X" and self.state == "open":
            return frozenset(ROLES)
        return AUDIENCE[mark]


def make_people(world: World) -> None:
    roles = {"reader": Role.READER, "other": Role.LEARNER, "owner": Role.LEARNER}
    roles |= {"mentor": Role.MENTOR, "maintainer": Role.MAINTAINER}
    names = {"owner": "Hidden Owner", "mentor": "Chosen Grace"}
    world.people["anonymous"] = AnonymousUser()
    for name, role in roles.items():
        person = Person.objects.create_user(
            email=f"{name}@people.test",
            password="correct horse battery",
            role=role,
            name=names.get(name, f"Hidden {name.title()}"),
            shows_name=name == "mentor",
        )
        client = Client()
        client.force_login(person)
        world.people[name] = person
        world.sessions[name] = client.cookies["sessionid"].value


def make_entries(world: World) -> None:
    owner, mentor = world.people["owner"], world.people["mentor"]
    create_topic(actor=mentor, title="Async")
    # The lead names the draft by its address: the title must not come with the link.
    lead = f"{CHALLENGE_LEAD}\nSee [[challenges/draft-quokka]].\n"
    entry = create_entry(actor=owner, kind="challenge", title="Seen", lead=lead, topics=["async"])
    draft = create_entry(
        actor=owner,
        kind="challenge",
        title="Draft Quokka",
        lead=f"{CHALLENGE_LEAD}\nSee [[Seen]].\n",
        topics=["async"],
        draft=True,
    )
    retired = create_entry(
        actor=owner,
        kind="challenge",
        title="Retired Walrus",
        lead="See [[Seen]].",
        topics=["async"],
    )
    give_receipt(actor=owner, entry=retired, outcome="same-here")
    retire_entry(actor=mentor, entry=retired)
    entry = save_lead(actor=mentor, entry=entry, lead=f"{lead}\nMore.", expected_version=1)
    fix = add_solution(actor=owner, entry=entry, text="Fix of the owner")
    add_solution(actor=mentor, entry=entry, text="Fix of the mentor")
    add_solution(actor=owner, entry=draft, text="Fix of the draft")
    receipt = give_receipt(actor=mentor, entry=entry, outcome="worked", solution=fix)
    give_receipt(actor=owner, entry=draft, outcome="same-here")
    for name, found in (("entry", entry), ("draft", draft), ("retired", retired)):
        world.ids[name] = found.pk
        world.ids[f"{name}_revision"] = Revision.objects.filter(entry=found).latest("pk").pk
    world.ids |= {
        "solution": fix.pk,
        "receipt": receipt.pk,
        "draft_solution": Solution.objects.get(entry=draft).pk,
        "draft_receipt": Receipt.objects.get(entry=draft).pk,
        "topic": entry.topics.get().pk,
    }


def make_documents(world: World) -> None:
    owner, mentor = world.people["owner"], world.people["mentor"]
    batch = import_files(actor=owner, files=[("own.md", DOCUMENT.encode())])
    assert run_to_end(batch).state == "done"
    guide = import_files(actor=owner, files=[("office.md", GUIDE.encode())])
    assert run_to_end(guide).state == "done"
    text = LEARNER_DOCUMENT.replace("Weather", "Harbour").encode()
    unowned = import_files(
        actor=mentor, files=[("found.md", text)], whose=Whose(author="Hidden Owner", mine=False)
    )
    assert run_to_end(unowned).state == "done"
    claimed = import_files(
        actor=mentor, files=[("claimed.md", b"# Canal\n\nBoats go by.\n")], whose=Whose(mine=False)
    )
    assert run_to_end(claimed).state == "done"
    claim_document(actor=owner, document=Document.objects.get(name="claimed.md"))
    waiting = import_files(actor=owner, files=[("later.md", b"# Later\n")])
    broken = import_files(actor=owner, files=[("broken.md", b"# Broken\n")])
    give_up(broken.job, "Given up after 5 attempts.")
    document = Document.objects.get(name="own.md")
    evidence = Evidence.objects.filter(statement__document=document, entry__isnull=False)
    world.ids |= {
        "document": document.pk,
        "claimed": Document.objects.get(name="claimed.md").pk,
        "unowned": Document.objects.get(name="found.md").pk,
        "statement": document.statements.filter(is_current=True).earliest("pk").pk,
        "evidence": evidence.earliest("pk").pk,
        "technology": Entry.objects.get(slug="redis").pk,
        "guide": Document.objects.get(name="office.md").guide_id,
        "import": batch.job_id,
        "waiting": waiting.job_id,
        "broken": broken.job_id,
        "letter": DeadLetter.objects.get(job=broken.job_id).pk,
    }
    world.ids["guide_slug"] = Entry.objects.get(pk=world.ids["guide"]).slug


def make_desk(world: World) -> None:
    """Two challenges that documents tell of, a question about them, and an action to undo."""
    told = Document.objects.get(name="own.md").statements.filter(kind="challenge", is_current=True)
    worker, limit = told.order_by("position")
    pages = [Evidence.objects.get(statement=statement).entry for statement in (worker, limit)]
    assert pages[0] is not None
    assert pages[1] is not None
    action = rename(actor=world.people["mentor"], entry=pages[1], title="Named anew")
    assert action is not None
    left, right = sorted((worker.content_hash, limit.content_hash))
    Suggestion.objects.all().delete()
    question = Suggestion.objects.create(
        left=left, right=right, statement=worker, other=limit, entry=pages[1], score=0.5, readers=4
    )
    world.ids |= {
        "told": pages[0].pk,
        "told_slug": pages[0].slug,
        "renamed": pages[1].pk,
        "words": worker.pk,
        "limit_words": limit.pk,
        "action": action.pk,
        "suggestion": question.pk,
    }


def make_webhooks(world: World) -> None:
    """One of the owner, with two deliveries that failed."""
    webhook, _ = create_webhook(
        actor=world.people["owner"],
        name="Webhook of the owner",
        url="https://owner.example/hooks",
        kinds=["entry"],
        topics=["async"],
    )
    for number in (1, 2):
        failed = Delivery.objects.create(
            webhook=webhook,
            change_pk=number,
            kind="entry.saved",
            object_kind="entry",
            object_pk=world.ids["entry"],
            public=True,
            at=webhook.since,
            due_at=webhook.since,
            state="failed",
            error="Webhook of the owner did not answer.",
        )
    world.ids |= {"webhook": webhook.pk, "delivery": failed.pk}


def build(state: str) -> World:
    """The hub in one of its three states, with everything in it."""
    world = World(state)
    make_people(world)
    make_entries(world)
    make_documents(world)
    make_desk(world)
    make_webhooks(world)
    maintainer = world.people["maintainer"]
    cohort = create_cohort(actor=maintainer, name="Spring")
    _, secret = create_invite(actor=maintainer, cohort=cohort)
    token, _ = create_token(actor=world.people["owner"], name="Token of the owner")
    world.ids |= {"cohort": cohort.pk, "invite": secret, "token": token.pk}
    world.ids |= {name: person.pk for name, person in world.people.items() if person.pk}
    if state != "private":
        publish_hub(actor=maintainer, published=True, shows_documents=state == "open")
    assert get_hub().is_published is (state != "private")
    assert Job.objects.filter(state="done").count() == 4
    return world
