"""Every REST address and method: what each role gets. Keys are the routes of nexus/rest/urls.py.

The words of a status are for anonymous, reader, learner, learner who owns, mentor, maintainer.
"""

from __future__ import annotations

from tests.policies.walk import Row

API = "/api/v1/"
READS = "401 200 200 200 200 200"
DOCUMENTS = {"open": "200"}
OWN_NAME = {"C": "mentor"}
AUTHOR = "404 404 404 200 200 200"
LEARNERS = "401 403 200 200 200 200"
MAKES = "401 403 201 201 201 201"
MENTORS = "401 403 403 403 200 200"
ENTRY = {"kind": "practice", "title": "New", "lead": "Do it."}
LEAD = {"lead": "Another lead.", "expected_version": 2}
OF_ENTRY = "entries/entry-{entry}/"
OF_DRAFT = "entries/entry-{draft}/"
OF_TOLD = "entries/entry-{told}/"
CURATES = "401 403 403 403 201 201"
ADDS = "401 403 403 403 403 201"  # to the lexicon


def row(key: str, method: str, url: str, status: str, shows: str = "", **rest: object) -> Row:
    """A row whose key and address are below /api/v1/."""
    return Row(API + key, method, API + url, status, shows, **rest)  # type: ignore[arg-type]


ITEM = "entries/<str:id>/"
REST = [
    row("schema", "GET", "schema", "200"),
    row("docs/", "GET", "docs/", "200"),
    row("hub/", "GET", "hub/", "200"),
    row("hub/", "PUT", "hub/", "401 403 403 403 403 200", data={"published": True}),
    row("search/", "GET", "search/?q=quokka", "200", "D"),
    row("search/", "GET", "search/?q=xylophone", "200"),
    row("search/", "POST", "search/", "200", "D", data={"q": "quokka"}),
    row("entries/", "GET", "entries/", "200", "D"),
    row("entries/", "GET", "entries/?state=draft", "200", "D"),
    row("entries/", "POST", "entries/", MAKES, data=ENTRY),
    row(ITEM, "GET", OF_ENTRY, "200", "C"),
    row(ITEM, "GET", OF_DRAFT, AUTHOR, "D"),
    row(ITEM, "GET", "entries/entry-{retired}/", "404"),
    row(ITEM, "GET", "entries/entry-{technology}/", "200"),
    row(ITEM, "GET", "entries/entry-{guide}/", "404 200 200 200 200 200", states=DOCUMENTS),
    row(ITEM, "PUT", OF_ENTRY, LEARNERS, "C", data=LEAD),
    row(ITEM, "PUT", OF_DRAFT, AUTHOR, "D", data={**LEAD, "expected_version": 1}),
    row(f"{ITEM}publish/", "POST", f"{OF_DRAFT}publish/", AUTHOR, "D"),
    row(f"{ITEM}publish/", "POST", "entries/entry-{retired}/publish/", "404 404 404 404 200 200",
        reads={"R": "mentor maintainer"}),
    row(f"{ITEM}retire/", "POST", f"{OF_ENTRY}retire/", MENTORS),
    row(f"{ITEM}topics/", "PUT", f"{OF_ENTRY}topics/", LEARNERS, data={"topics": []}),
    row(f"{ITEM}topics/", "PUT", f"{OF_DRAFT}topics/", AUTHOR, "D", data={"topics": []}),
    row(f"{ITEM}revisions/", "GET", f"{OF_ENTRY}revisions/", "200", "C"),
    row(f"{ITEM}revisions/", "GET", f"{OF_DRAFT}revisions/", AUTHOR, "D"),
    row(f"{ITEM}restore/", "POST", f"{OF_ENTRY}restore/", LEARNERS, "C",
        data={"version": 1, "expected_version": 2}),
    row(f"{ITEM}solutions/", "GET", f"{OF_ENTRY}solutions/", "200", "C"),
    row(f"{ITEM}solutions/", "GET", f"{OF_DRAFT}solutions/", AUTHOR),
    row(f"{ITEM}solutions/", "POST", f"{OF_ENTRY}solutions/", MAKES, data={"text": "Again."},
        reads=OWN_NAME),
    row(f"{ITEM}receipts/", "GET", f"{OF_ENTRY}receipts/", "200", "C"),
    row(f"{ITEM}receipts/", "GET", f"{OF_DRAFT}receipts/", AUTHOR),
    row(f"{ITEM}receipts/", "POST", f"{OF_ENTRY}receipts/", "401 201 201 201 201 201",
        data={"outcome": "same-here"}, reads=OWN_NAME),
    row(f"{ITEM}receipts/", "DELETE", f"{OF_DRAFT}receipts/?outcome=same-here",
        "404 404 404 204 204 204", idle=True),
    row(f"{ITEM}backlinks/", "GET", f"{OF_ENTRY}backlinks/", "200", "D"),
    row(f"{ITEM}backlinks/", "GET", f"{OF_DRAFT}backlinks/", AUTHOR),
    row(f"{ITEM}evidence/", "GET", "entries/entry-{technology}/evidence/", READS, states=DOCUMENTS),
    row(f"{ITEM}merge/", "POST", f"{OF_TOLD}merge/", CURATES, data={"into": "entry-{renamed}"},
        reads=OWN_NAME),
    row(f"{ITEM}split/", "POST", f"{OF_TOLD}split/", "401 403 403 403 422 422",
        data={"statements": [], "title": "New"}),
    row(f"{ITEM}statements/", "POST", "entries/entry-{renamed}/statements/", CURATES,
        data={"statements": ["statement-{words}"]}, reads=OWN_NAME),
    row(f"{ITEM}rename/", "POST", f"{OF_TOLD}rename/", CURATES, data={"title": "New"},
        reads=OWN_NAME),
    row(f"{ITEM}wording/", "POST", f"{OF_TOLD}wording/", CURATES,
        data={"statement": "statement-{words}"}, reads=OWN_NAME),
    row(f"{ITEM}best-solution/", "POST", f"{OF_ENTRY}best-solution/", CURATES,
        data={"solution": "solution-{solution}"}, reads=OWN_NAME),
    row(f"{ITEM}best-solution/", "POST", f"{OF_DRAFT}best-solution/", "404 404 404 403 204 204",
        data={"solution": None}, idle=True),
    row("insights/", "GET", "insights/", "200"),
    row("insights/csv/", "GET", "insights/csv/", "200"),
    row("desk/", "GET", "desk/", MENTORS),
    row("desk/skip/", "POST", "desk/skip/", "401 403 403 403 204 204", data={"question": "merge:1"}),
    row("suggestions/", "GET", "suggestions/", MENTORS),
    row("suggestions/accept/", "POST", "suggestions/accept/", CURATES, data={"score": 0.4},
        reads=OWN_NAME),
    row("suggestions/<str:id>/", "GET", "suggestions/suggestion-{suggestion}/", MENTORS),
    row("suggestions/<str:id>/answer/", "POST", "suggestions/suggestion-{suggestion}/answer/",
        CURATES, data={"same": False}, reads=OWN_NAME),
    row("actions/", "GET", "actions/", MENTORS, reads={"C": "mentor maintainer"}),
    row("actions/<str:id>/", "GET", "actions/action-{action}/", MENTORS,
        reads={"C": "mentor maintainer"}),
    row("actions/<str:id>/undo/", "POST", "actions/action-{action}/undo/", MENTORS,
        reads={"C": "mentor maintainer"}),
    row("lexicon/", "GET", "lexicon/?q=redis", MENTORS),
    row("lexicon/", "POST", "lexicon/", ADDS, data={"kind": "concept", "name": "Numbat"}),
    row("lexicon/<str:slug>/", "GET", "lexicon/redis/", MENTORS),
    row("lexicon/<str:slug>/", "PATCH", "lexicon/redis/", ADDS, data={"is_ambiguous": True}),
    row("lexicon/<str:slug>/", "DELETE", "lexicon/celery/", ADDS),
    row("lexicon/<str:slug>/aliases/", "POST", "lexicon/redis/aliases/", ADDS,
        data={"alias": "Numbat"}),
    row("lexicon/<str:slug>/aliases/", "DELETE", "lexicon/go/aliases/?alias=golang", ADDS),
    row("unknown-names/", "GET", "unknown-names/", MENTORS),
    row("solutions/", "GET", "solutions/", "200", "C"),
    row("solutions/", "GET", "solutions/?author=person-{owner}", READS),
    row("solutions/<str:id>/", "GET", "solutions/solution-{solution}/", "200"),
    row("solutions/<str:id>/", "GET", "solutions/solution-{draft_solution}/", AUTHOR),
    row("receipts/", "GET", "receipts/", "200", "C"),
    row("receipts/<str:id>/", "GET", "receipts/receipt-{receipt}/", "200", "C"),
    row("receipts/<str:id>/", "GET", "receipts/receipt-{draft_receipt}/", AUTHOR),
    row("revisions/", "GET", "revisions/", "200", "CD"),
    row("revisions/<str:id>/", "GET", "revisions/revision-{entry_revision}/", "200", "C"),
    row("revisions/<str:id>/", "GET", "revisions/revision-{draft_revision}/", AUTHOR, "D"),
    row("revisions/<str:id>/", "GET", "revisions/revision-{retired_revision}/", "404"),
    row("topics/", "GET", "topics/", "200"),
    row("topics/", "POST", "topics/", "401 403 403 403 201 201", data={"title": "New"}),
    row("topics/<slug:slug>/", "GET", "topics/async/", "200"),
    row("topics/<slug:slug>/also-met/", "GET", "topics/async/also-met/", "200"),
    row("documents/", "GET", "documents/", READS, states=DOCUMENTS),
    row("documents/", "GET", "documents/?author=person-{owner}", READS),
    row("documents/<str:id>/", "GET", "documents/document-{document}/", READS, "X", states=DOCUMENTS),
    row("documents/<str:id>/", "PATCH", "documents/document-{document}/", "401 403 403 200 403 200",
        "X", data={"title": "Mended", "cohort": "Spring"}),
    row("documents/<str:id>/", "DELETE", "documents/document-{document}/",
        "401 403 403 204 403 204"),
    row("documents/<str:id>/lines/", "GET", "documents/document-{document}/lines/", READS, "X",
        states=DOCUMENTS),
    row("documents/<str:id>/claim/", "POST", "documents/document-{unowned}/claim/", LEARNERS,
        reads=OWN_NAME),
    row("documents/<str:id>/claim/", "POST", "documents/document-{document}/claim/",
        "401 403 422 200 422 422", "X", idle=True),
    row("documents/<str:id>/claim/", "PUT", "documents/document-{claimed}/claim/", MENTORS,
        data={"accept": False}),
    row("documents/<str:id>/retract/", "POST", "documents/document-{document}/retract/",
        "401 403 403 201 201 201", reads=OWN_NAME),
    row("statements/", "GET", "statements/", READS, states=DOCUMENTS),
    row("statements/<str:id>/", "GET", "statements/statement-{statement}/", READS, states=DOCUMENTS),
    row("evidence/", "GET", "evidence/", READS, states=DOCUMENTS),
    row("evidence/<str:id>/", "GET", "evidence/evidence-{evidence}/", READS, states=DOCUMENTS),
    row("imports/", "GET", "imports/", READS),
    row("imports/", "POST", "imports/", "401 403 202 202 202 202", data={"text": "Words."}),
    row("imports/<str:id>/", "GET", "imports/import-{import}/", AUTHOR),
    row("imports/<str:id>/", "DELETE", "imports/import-{waiting}/", AUTHOR),
    row("imports/<str:id>/items/", "GET", "imports/import-{import}/items/", AUTHOR),
    row("people/", "GET", "people/", READS, "C"),
    row("people/<str:id>/", "GET", "people/person-{owner}/", "401 404 404 200 200 200"),
    row("people/<str:id>/role/", "PUT", "people/person-{reader}/role/", "401 403 403 403 403 200",
        data={"role": "mentor"}),
    row("cohorts/", "GET", "cohorts/", "200"),
    row("cohorts/", "POST", "cohorts/", "401 403 403 403 201 201", data={"name": "Autumn"}),
    row("cohorts/<str:id>/", "GET", "cohorts/cohort-{cohort}/", "200"),
    row("cohorts/<str:id>/invite/", "POST", "cohorts/cohort-{cohort}/invite/",
        "401 403 403 403 201 201"),
    row("cohorts/<str:id>/invite/", "DELETE", "cohorts/cohort-{cohort}/invite/",
        "401 403 403 403 204 204"),
    row("join/", "POST", "join/", "401 201 201 201 201 201", data={"secret": "{invite}"}),
    row("join/", "POST", "join/", "401 404 404 404 404 404", data={"secret": "nothing"}),
    row("me/", "GET", "me/", READS, "EH", reads=OWN_NAME),
    row("me/", "PUT", "me/", READS, "E", data={"name": "Z", "shows_name": False}),
    row("me/tokens/", "GET", "me/tokens/", READS, "T"),
    row("me/tokens/", "POST", "me/tokens/", "401 201 201 201 201 201", data={"name": "New"}),
    row("me/tokens/<str:id>/", "DELETE", "me/tokens/token-{token}/", "401 404 404 200 404 404", "T"),
    row("jobs/", "GET", "jobs/", READS),
    row("jobs/<str:id>/", "GET", "jobs/job-{import}/", "401 404 404 200 200 200"),
    row("jobs/<str:id>/", "DELETE", "jobs/job-{waiting}/", "401 404 404 200 200 200"),
]  # fmt: skip
