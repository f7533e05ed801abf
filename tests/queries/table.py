"""How many queries each page, endpoint and GraphQL list costs, to a maintainer who is signed in.

The first two of each are the session and the person. Keys of pages and of REST are those of the
tables in tests/policies, so that what is added to the hub must be measured too.
"""

from __future__ import annotations

from tests.policies.selections import SCHEMA, everything

API = "/api/v1/"
ONE = "entries/entry-{entry}/"

PAGES: dict[str, tuple[str, int]] = {
    "home": ("/", 9),
    "healthz": ("/healthz", 0),
    "readyz": ("/readyz", 2),
    "metrics": ("/metrics", 13),
    "search": ("/search/?q=practice", 13),
    "suggest": ("/search/suggest/?q=practice", 9),
    "write": ("/write/", 3),
    "write-entry": ("/write/entry/", 4),
    "import": ("/import/", 4),
    "import-job": ("/import/{import}", 9),
    "jobs": ("/jobs/", 4),
    "letters": ("/jobs/letters/", 4),
    "documents": ("/documents/", 7),
    "document": ("/documents/{document}", 8),
    "topics": ("/topics/", 4),
    "topic": ("/topics/async", 8),
    "broken-links": ("/links/broken/", 4),
    "dead-links": ("/links/dead/", 4),
    "insights": ("/insights/", 12),
    "desk": ("/desk/", 11),
    "desk-accept": ("/desk/accept/?score=0.01", 5),
    "desk-retired": ("/desk/retired/", 4),
    "desk-log": ("/desk/log/", 4),
    "curate": ("/challenges/the-one/curate/", 8),
    "lexicon": ("/lexicon/", 12),
    "lexicon-term": ("/lexicon/redis/", 8),
    "errors": ("/docs/errors", 3),
    "people": ("/people/", 7),
    "audit": ("/people/audit/", 4),
    "caches": ("/people/caches/", 3),
    "person": ("/people/{person}", 7),
    "invite": ("/invite/{invite}/", 4),
    "me": ("/me/", 17),
    "webhooks": ("/me/webhooks/", 6),
    "webhook": ("/me/webhooks/{webhook}/", 8),
    "robots.txt": ("/robots.txt", 1),
    "sitemap.xml": ("/sitemap.xml", 2),
    "llms.txt": ("/llms.txt", 8),
    "feed": ("/feed.atom", 4),
    "list": ("/practices/", 9),
    "list of challenges": ("/challenges/", 9),
    "list of guides": ("/guides/", 9),
    "entry": ("/challenges/the-one", 8),
    "entry of a technology": ("/technologies/redis", 7),
    "entry of a guide": ("/guides/{guide}", 6),
    "entry as Markdown": ("/challenges/the-one.md", 7),
    "edit": ("/challenges/the-one/edit/", 6),
    "history": ("/challenges/the-one/history/", 6),
    "diff": ("/challenges/the-one/diff/1/2/", 7),
}

REST: dict[str, tuple[str, int]] = {
    "schema": ("schema", 2),
    "docs/": ("docs/", 2),
    "hub/": ("hub/", 3),
    "search/": ("search/?q=practice&limit=50", 12),
    "entries/": ("entries/?limit=100", 5),
    "entries/<str:id>/": (ONE, 6),
    "entries/<str:id>/source/": (f"{ONE}source/", 4),
    "entries/<str:id>/revisions/": (f"{ONE}revisions/?limit=100", 5),
    "entries/<str:id>/solutions/": (f"{ONE}solutions/?limit=100", 5),
    "entries/<str:id>/receipts/": (f"{ONE}receipts/?limit=100", 5),
    "entries/<str:id>/backlinks/": (f"{ONE}backlinks/?limit=100", 7),
    "entries/<str:id>/related/": (f"{ONE}related/", 7),
    "entries/<str:id>/evidence/": ("entries/entry-{redis}/evidence/?limit=100", 5),
    "insights/": ("insights/", 10),
    "insights/csv/": ("insights/csv/", 10),
    "desk/": ("desk/", 7),
    "suggestions/": ("suggestions/?limit=100", 3),
    "suggestions/<str:id>/": ("suggestions/suggestion-{suggestion}/", 3),
    "actions/": ("actions/?limit=100", 3),
    "actions/<str:id>/": ("actions/action-{action}/", 3),
    "lexicon/": ("lexicon/", 7),
    "lexicon/<str:slug>/": ("lexicon/redis/", 7),
    "unknown-names/": ("unknown-names/", 6),
    "solutions/": ("solutions/?limit=100", 3),
    "solutions/<str:id>/": ("solutions/solution-{solution}/", 3),
    "receipts/": ("receipts/?limit=100", 3),
    "receipts/<str:id>/": ("receipts/receipt-{receipt}/", 3),
    "revisions/": ("revisions/?limit=100", 3),
    "revisions/<str:id>/": ("revisions/revision-{revision}/", 3),
    "topics/": ("topics/?limit=100", 3),
    "topics/<slug:slug>/": ("topics/async/", 4),
    "topics/<slug:slug>/also-met/": ("topics/async/also-met/", 5),
    "documents/": ("documents/?limit=100", 3),
    "documents/<str:id>/": ("documents/document-{document}/", 3),
    "documents/<str:id>/lines/": ("documents/document-{document}/lines/", 4),
    "statements/": ("statements/?limit=100", 3),
    "statements/<str:id>/": ("statements/statement-{statement}/", 3),
    "evidence/": ("evidence/?limit=100", 3),
    "evidence/<str:id>/": ("evidence/evidence-{evidence}/", 3),
    "imports/": ("imports/?limit=100", 3),
    "imports/<str:id>/": ("imports/import-{import}/", 3),
    "imports/<str:id>/items/": ("imports/import-{import}/items/?limit=100", 5),
    "people/": ("people/?limit=100", 3),
    "people/<str:id>/": ("people/person-{person}/", 3),
    "cohorts/": ("cohorts/?limit=100", 3),
    "cohorts/<str:id>/": ("cohorts/cohort-{cohort}/", 3),
    "me/": ("me/", 3),
    "me/tokens/": ("me/tokens/?limit=100", 3),
    "webhooks/": ("webhooks/?limit=100", 4),
    "webhooks/<str:id>/": ("webhooks/webhook-{webhook}/", 4),
    "webhooks/<str:id>/deliveries/": ("webhooks/webhook-{webhook}/deliveries/?limit=100", 4),
    "deliveries/<str:id>/": ("deliveries/delivery-{delivery}/", 3),
    "me/helped/": ("me/helped/", 6),
    "audit/": ("audit/?limit=100", 3),
    "retired/": ("retired/?limit=100", 5),
    "broken-links/": ("broken-links/?limit=100", 3),
    "dead-links/": ("dead-links/?limit=100", 3),
    "people/<str:id>/entries/": ("people/person-{person}/entries/?limit=100", 6),
    "documents/facets/": ("documents/facets/", 4),
    "jobs/": ("jobs/?limit=100", 3),
    "jobs/<str:id>/": ("jobs/job-{import}/", 3),
    "letters/": ("letters/?limit=100", 3),
    "letters/<str:id>/": ("letters/letter-{letter}/", 3),
}

# The same with all that comes along.
INCLUDING: dict[str, tuple[str, int]] = {
    "entries/": ("entries/?limit=100&include=solutions,receipts", 7),
    "entries/<str:id>/": (f"{ONE}?include=related,receipts,revisions", 11),
    "entries/<str:id>/solutions/": (f"{ONE}solutions/?limit=100&include=entry,author", 8),
    "solutions/": ("solutions/?limit=100&include=entry,author", 6),
    "solutions/<str:id>/": ("solutions/solution-{solution}/?include=entry,author", 6),
    "receipts/": ("receipts/?limit=100&include=entry,solution,person", 6),
    "revisions/": ("revisions/?limit=100&include=entry,author", 6),
    "topics/": ("topics/?limit=100&include=parent,children", 5),
    "topics/<slug:slug>/": ("topics/async/?include=parent,children", 5),
    "documents/": ("documents/?limit=100&include=author,guide,statements", 7),
    "documents/<str:id>/": ("documents/document-{document}/?include=author,guide,statements", 5),
    "statements/": ("statements/?limit=100&include=document", 4),
    "evidence/": ("evidence/?limit=100&include=entry,statement", 6),
}

# Each field with all that it can answer, as deep as types do not repeat.
ARGUMENTS = {
    "backlinks": 'entry: "entry-<entry>", first: 100',
    "entry": 'id: "entry-<entry>"',
    "related": 'entry: "entry-<entry>"',
    "topic": 'slug: "async"',
    "lexiconTerm": 'slug: "redis"',
    "alsoMet": 'topic: "async"',
    "importItems": 'id: "import-<import>"',
    "search": 'query: "practice", first: 50',
    "entriesWithWordsOf": 'person: "person-<person>", first: 100',
    "deliveries": 'webhook: "webhook-<webhook>", first: 100',
    "node": 'id: "document-<document>"',
}
GRAPHQL: dict[str, int] = {
    "hub": 3,
    "insights": 10,
    "desk": 18,
    "lexicon": 7,
    "lexiconTerm": 7,
    "unknownNames": 6,
    "suggestions": 15,
    "actions": 4,
    "me": 3,
    "entry": 8,
    "entries": 10,
    "solutions": 8,
    "receipts": 10,
    "revisions": 9,
    "backlinks": 11,
    "related": 12,
    "topics": 4,
    "topic": 4,
    "alsoMet": 5,
    "documents": 12,
    "statements": 9,
    "evidence": 15,
    "people": 4,
    "cohorts": 4,
    "tokens": 4,
    "webhooks": 5,
    "deliveries": 5,
    "imports": 4,
    "importItems": 5,
    "jobs": 4,
    "letters": 4,
    "audit": 4,
    "retired": 9,
    "brokenLinks": 4,
    "deadLinks": 4,
    "entriesWithWordsOf": 10,
    "helped": 10,
    "documentFacets": 4,
    "search": 12,
    "node": 7,
}


def query_of(name: str) -> str:
    """The GraphQL text that asks a field for everything."""
    assert SCHEMA.query_type is not None
    field = SCHEMA.query_type.fields[name]
    if name == "node":
        selection = f"{{ ... on Document {everything(SCHEMA.get_type('Document'))} }}"
    else:
        selection = everything(field.type)
    arguments = ARGUMENTS.get(name, "first: 100" if "first" in field.args else "")
    return f"{{ {name}{f'({arguments})' if arguments else ''} {selection} }}"


TABLE: dict[str, tuple[str, int]] = {
    **{f"page {name}": row for name, row in PAGES.items()},
    **{f"REST {name}": (API + url, count) for name, (url, count) in REST.items()},
    **{f"REST {name} including": (API + url, count) for name, (url, count) in INCLUDING.items()},
    **{f"GraphQL {name}": (query_of(name), count) for name, count in GRAPHQL.items()},
}
