"""Counting the queries of a request, on a hub with few rows and on the same with three times."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nexus.accounts.services import create_cohort, create_invite
from nexus.curation.models import Action, ActionTarget, Evidence, Suggestion
from nexus.documents.models import Document, Statement
from nexus.jobs.models import DeadLetter
from nexus.jobs.services import create_job, give_up
from nexus.library.models import Entry, Link, Receipt, Revision, Solution
from nexus.library.services import create_entry, retire_entry
from nexus.linkcheck.models import OutsideLink
from nexus.webhooks.models import Delivery
from nexus.webhooks.policies import MOST_WEBHOOKS
from nexus.webhooks.services import create_webhook
from tests.filled import Fill, bring, filler, make_person
from tests.support import CHALLENGE_LEAD

TOOLS = "# Tools {number}\n\n## Technologies\n\n- Quokka{number}db\n"
GUIDE = "# How office {number} is reached\n\nTake the second door.\n"


class Hub:
    """`fill` and what it leaves out: drafts, guides, involved technologies, broken links."""

    def __init__(self) -> None:
        self.fill: Fill = filler(make_person, bring)
        self.thankful = make_person()
        self.count = 0
        self.ids: dict[str, Any] = {}
        self.client = Client()

    def add(self, count: int) -> None:
        """So many more rows of everything."""
        state = self.fill(count)
        who = self.maintainer = state["maintainer"]
        entry = Entry.objects.get(pk=state["entry"].pk)
        redis = Entry.objects.get(slug="redis")
        for number in range(self.count, self.count + count):
            bring(
                who,
                (f"guide-{number}.md", GUIDE.format(number=number).encode()),
                (f"tools-{number}.md", TOOLS.format(number=number).encode()),
            )
            dead = f"https://gone.example/{number}"
            lead = f"{CHALLENGE_LEAD}\nSee [[nowhere {number}]] and <{dead}>."
            made = create_entry(actor=who, kind="challenge", title=f"C {number}", lead=lead)
            OutsideLink.objects.create(
                entry=made, address=dead, state=OutsideLink.State.BROKEN, asked_at=timezone.now()
            )
            OutsideLink.objects.create(
                document=Document.objects.get(name=f"tools-{number}.md"),
                address=dead,
                state=OutsideLink.State.MOVED,
                leads_to=f"https://new.example/{number}",
                asked_at=timezone.now(),
            )
            worked = Receipt.Outcome.WORKED
            Receipt.objects.create(entry=made, person=self.thankful, outcome=worked)
            gone = create_entry(actor=who, kind="practice", title=f"Gone {number}", lead="Do.")
            retire_entry(actor=who, entry=gone)
            involves = {"relation": Link.Relation.INVOLVES, "reference": f"{number}"}
            Link.objects.create(source=made, target=redis, **involves)
            Link.objects.create(source=entry, target=made, **involves)
            given_up = create_job(kind="consolidation", payload={}, requested_by=who)
            give_up(given_up, "Given up.")
        self.count += count
        self.add_to_desk()
        if not self.ids:
            self.client.force_login(who)
            cohort = create_cohort(actor=who, name="Spring")
            _, secret = create_invite(actor=who, cohort=cohort)
            document = Document.objects.filter(name="0.md").earliest("pk")
            guide = Entry.objects.filter(kind="guide").earliest("pk")
            self.ids = {
                "entry": entry.pk,
                "redis": redis.pk,
                "guide": guide.slug,
                "document": document.pk,
                "statement": document.statements.earliest("pk").pk,
                "evidence": Evidence.objects.filter(entry__isnull=False).earliest("pk").pk,
                "solution": Solution.objects.earliest("pk").pk,
                "receipt": Receipt.objects.earliest("pk").pk,
                "revision": Revision.objects.earliest("pk").pk,
                "cohort": cohort.pk,
                "invite": secret,
                **self.desk_ids(),
                "person": who.pk,
            }
        self.ids |= self.hear(self.count)
        self.ids["import"] = state["batch"].job_id
        self.ids["letter"] = DeadLetter.objects.earliest("pk").pk

    def ask(self, url: str) -> Any:
        """A page, an endpoint, or (where it begins with a brace) a GraphQL query."""
        if url.startswith("{"):
            for name, value in self.ids.items():
                url = url.replace(f"<{name}>", str(value))
            body = json.dumps({"query": url})
            response = self.client.post("/graphql", body, content_type="application/json")
            assert "errors" not in response.json(), response.json()
        else:
            response = self.client.get(url.format(**self.ids))
        assert response.status_code == 200, (url, response.status_code)
        return response

    def add_to_desk(self) -> None:
        """A question for each challenge that documents tell of, and an action on each."""
        told = Statement.objects.filter(kind="challenge", is_current=True).order_by("pk")
        Suggestion.objects.all().delete()
        entry = Entry.objects.get(slug="the-one")
        for number, statement in enumerate(told):
            Suggestion.objects.create(
                left=f"{number:064}",
                right=f"entry-{entry.pk}",
                statement=statement,
                entry=entry,
                score=0.4,
            )
            action = Action.objects.create(kind="move", person=self.maintainer, text=f"A {number}")
            ActionTarget.objects.create(action=action, key=f"entry-{entry.pk}")
        self.ids |= {} if not self.ids else self.desk_ids()

    def hear(self, count: int) -> dict[str, int]:
        """So many webhooks (ten at most), and deliveries of the first."""
        hooks = self.maintainer.webhooks
        for number in range(hooks.count(), min(count, MOST_WEBHOOKS)):
            create_webhook(
                actor=self.maintainer,
                name=f"Webhook {number}",
                url=f"https://hooks.example/{number}",
                kinds=["entry"],
                topics=["async"],
            )
        first = hooks.earliest("pk")
        for number in range(first.deliveries.count(), count):
            Delivery.objects.create(
                webhook=first,
                change_pk=number,
                kind="entry.saved",
                object_kind="entry",
                object_pk=number,
                public=True,
                at=first.since,
                due_at=first.since,
                state="failed",
            )
        return {"webhook": first.pk, "delivery": first.deliveries.earliest("pk").pk}

    def desk_ids(self) -> dict[str, int]:
        """What is there after the last import, which renews what is asked."""
        return {
            "suggestion": Suggestion.objects.earliest("pk").pk,
            "action": Action.objects.earliest("pk").pk,
        }

    def measure(self, url: str) -> tuple[int, int]:
        """(queries, bytes) of an answer, after one that fills what is kept in the process."""
        self.ask(url)
        with CaptureQueriesContext(connection) as queries:
            response = self.ask(url)
        return len(queries), len(response.content)
