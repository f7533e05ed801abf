"""Each mutation: a call that works with what it answers, and one that does not with its error.

Ids in braces are of the hub of tests/policies/world.py; `...` in an answer stands for anything.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Call(NamedTuple):
    """A mutation as somebody asks it."""

    name: str
    who: str
    arguments: str
    fields: str
    answer: Any  # what stands under its name, or (code, status, names of fields)


ENTRY = "entry { kind title version state solved }"
SEEN = {"kind": "challenge", "title": "Seen", "version": 3, "state": "published", "solved": True}

HAPPY = [
    Call(
        "createEntry",
        "owner",
        'kind: "challenge", title: "New", topics: ["async"], track: "backend", '
        'errors: ["Boom: 1"], fields: {{fix: "Restart."}}',
        "entry { kind slug title version track solved topics { slug } fields { fix cause } }",
        {
            "entry": {
                "kind": "challenge",
                "slug": "new-entry",
                "title": "New",
                "version": 1,
                "track": "backend",
                "solved": True,
                "topics": [{"slug": "async"}],
                "fields": {"fix": "Restart.", "cause": ""},
            }
        },
    ),
    Call(
        "saveEntry",
        "other",
        'id: "entry-{entry}", lead: "All.", note: "Why", expectedVersion: 2',
        "entry { version lead revisions { version note author } }",
        {
            "entry": {
                "version": 3,
                "lead": "All.",
                "revisions": [
                    {"version": 3, "note": "Why", "author": "a learner"},
                    {"version": 2, "note": "", "author": "Chosen Grace"},
                    {"version": 1, "note": "First version", "author": "a learner"},
                ],
            }
        },
    ),
    Call(
        "restoreRevision",
        "other",
        'id: "entry-{entry}", version: 1, expectedVersion: 2',
        ENTRY,
        {"entry": SEEN},
    ),
    Call(
        "publishEntry",
        "owner",
        'id: "entry-{draft}"',
        "entry { title state }",
        {"entry": {"title": "Draft Quokka", "state": "published"}},
    ),
    Call(
        "retireEntry",
        "mentor",
        'id: "entry-{entry}"',
        "entry { state }",
        {"entry": {"state": "retired"}},
    ),
    Call(
        "setEntryTopics",
        "other",
        'id: "entry-{entry}", topics: []',
        "entry { topics { slug } }",
        {"entry": {"topics": []}},
    ),
    Call(
        "addSolution",
        "other",
        'entry: "entry-{entry}", text: "Try *this*.", versions: "5.2"',
        "solution { text html versions author workedCount entry { title } }",
        {
            "solution": {
                "text": "Try *this*.",
                "html": "<p>Try <em>this</em>.</p>\n",
                "versions": "5.2",
                "author": "a learner",
                "workedCount": 0,
                "entry": {"title": "Seen"},
            }
        },
    ),
    Call(
        "giveReceipt",
        "reader",
        'entry: "entry-{entry}", outcome: "worked", solution: "solution-{solution}", '
        'versions: "5.2"',
        "receipt { outcome versions who solution { workedCount } } entry { workedCount }",
        {
            "receipt": {
                "outcome": "worked",
                "versions": "5.2",
                "who": "a learner",
                "solution": {"workedCount": 2},
            },
            "entry": {"workedCount": 2},
        },
    ),
    Call(
        "withdrawReceipt",
        "mentor",
        'entry: "entry-{entry}", outcome: "worked", solution: "solution-{solution}"',
        "entry { workedCount }",
        {"entry": {"workedCount": 0}},
    ),
    Call(
        "addCause",
        "other",
        'entry: "entry-{entry}", relation: "caused-by", other: "entry-{told}"',
        "entry { title } other { id }",
        {"entry": {"title": "Seen"}, "other": {"id": "entry-{told}"}},
    ),
    Call(
        "removeCause",
        "other",
        'entry: "entry-{entry}", relation: "caused-by", other: "entry-{told}"',
        "entry { title }",
        {"entry": {"title": "Seen"}},
    ),
    Call(
        "answerSuggestion",
        "mentor",
        'id: "suggestion-{suggestion}", same: false',
        "action { kind who undoneAt }",
        {"action": {"kind": "different", "who": "Chosen Grace", "undoneAt": None}},
    ),
    Call(
        "acceptSuggestions",
        "mentor",
        "score: 0.55",
        "actions { kind }",
        {"actions": [{"kind": "same"}]},
    ),
    Call("skipQuestion", "mentor", 'key: "merge:suggestion-{suggestion}"', "done", {"done": True}),
    Call(
        "mergeEntries",
        "mentor",
        'entry: "entry-{told}", into: "entry-{renamed}"',
        "action { kind } entry { id title }",
        {
            "action": {"kind": "merge"},
            "entry": {"id": "entry-{renamed}", "title": "Named anew"},
        },
    ),
    Call(
        "splitEntry",
        "mentor",
        'entry: "entry-{told}", statements: ["statement-{other_words}"], title: "Apart"',
        "action { kind } entry { title voiceCount solutions { voiceCount isBest author } }",
        {
            "action": {"kind": "split"},
            "entry": {
                "title": "Apart",
                "voiceCount": 1,
                "solutions": [{"voiceCount": 1, "isBest": False, "author": "a learner"}],
            },
        },
    ),
    Call(
        "moveStatements",
        "mentor",
        'statements: ["statement-{words}"], into: "entry-{renamed}"',
        "action { kind } entry { title }",
        {"action": {"kind": "move"}, "entry": {"title": "Named anew"}},
    ),
    Call(
        "renameEntry",
        "mentor",
        'entry: "entry-{told}", title: "Workers keep old code"',
        "action { kind } entry { title slug }",
        {
            "action": {"kind": "rename"},
            "entry": {"title": "Workers keep old code", "slug": "workers-keep-old-code"},
        },
    ),
    Call(
        "chooseWording",
        "mentor",
        'entry: "entry-{renamed}", statement: "statement-{limit_words}"',
        "action { kind } entry { title }",
        {"action": {"kind": "wording"}, "entry": {"title": "The rate limit of the weather API"}},
    ),
    Call(
        "markBestSolution",
        "mentor",
        'entry: "entry-{entry}", solution: "solution-{solution}"',
        "action { kind } entry { solutions { isBest } }",
        {
            "action": {"kind": "best"},
            "entry": {"solutions": [{"isBest": True}, {"isBest": False}]},
        },
    ),
    Call(
        "retractDocument",
        "owner",
        'id: "document-{document}"',
        "action { kind text }",
        {"action": {"kind": "retract", "text": "Retracted the document “Weather service”"}},
    ),
    Call(
        "undoAction",
        "mentor",
        'id: "action-{action}"',
        "action { kind undoneAt }",
        {"action": {"kind": "rename", "undoneAt": ...}},
    ),
    Call(
        "addTerm",
        "maintainer",
        'kind: "technology", name: "Numbat", aliases: ["Nmbt"], isAmbiguous: true',
        "action { kind text }",
        {"action": {"kind": "lexicon", "text": "Added the technology “Numbat” to the lexicon"}},
    ),
    Call(
        "changeTerm",
        "maintainer",
        'slug: "celery", isAmbiguous: true',
        "action { text }",
        {"action": {"text": "Changed “Celery” in the lexicon: an ordinary word too"}},
    ),
    Call(
        "removeTerm",
        "maintainer",
        'slug: "celery"',
        "action { text }",
        {"action": {"text": "Took “Celery” out of the lexicon"}},
    ),
    Call(
        "addAlias",
        "maintainer",
        'slug: "redis", alias: "Remote dictionary"',
        "action { text }",
        {"action": {"text": "“Remote dictionary” stands for “Redis”"}},
    ),
    Call(
        "removeAlias",
        "maintainer",
        'slug: "go", alias: "golang"',
        "action { text }",
        {"action": {"text": "“Golang” stands for “Go” no more"}},
    ),
    Call(
        "createTopic",
        "mentor",
        'title: "Event loops", parent: "async", summary: "Of one thread."',
        "topic { slug title summary url }",
        {
            "topic": {
                "slug": "event-loops",
                "title": "Event loops",
                "summary": "Of one thread.",
                "url": "/topics/event-loops",
            }
        },
    ),
    Call(
        "importText",
        "other",
        'text: "# Notes", name: "notes.md"',
        "started { source url job { state total } }",
        {"started": {"source": "paste", "url": ..., "job": {"state": "queued", "total": 1}}},
    ),
    Call(
        "importRepository",
        "other",
        'address: "https://example.org/a/b"',
        "started { source job { state total } }",
        {"started": {"source": "repository", "job": {"state": "queued", "total": 1}}},
    ),
    Call(
        "importCohort",
        "mentor",
        'listing: "source,person,cohort,track\\na.md,Ann,Spring,backend"',
        "started { source job { state total result } }",
        {"started": {"source": "cohort", "job": {"state": "queued", "total": 1, "result": {}}}},
    ),
    Call(
        "cancelImport",
        "owner",
        'id: "import-{waiting}"',
        "job { id state }",
        {"job": {"id": "job-{waiting}", "state": "cancelled"}},
    ),
    Call(
        "cancelJob",
        "owner",
        'id: "job-{waiting}"',
        "job { id state }",
        {"job": {"id": "job-{waiting}", "state": "cancelled"}},
    ),
    Call(
        "retryJob",
        "owner",
        'id: "job-{broken}"',
        "job { id state attempts message queue }",
        {
            "job": {
                "id": "job-{broken}",
                "state": "queued",
                "attempts": 0,
                "message": "",
                "queue": "interactive",
            }
        },
    ),
    Call(
        "resendLetter",
        "maintainer",
        'id: "letter-{letter}"',
        "letter { id job fate reason }",
        {
            "letter": {
                "id": "letter-{letter}",
                "job": "job-{broken}",
                "fate": "sent",
                "reason": "gave-up",
            }
        },
    ),
    Call(
        "dropLetter",
        "maintainer",
        'id: "letter-{letter}"',
        "letter { id fate }",
        {"letter": {"id": "letter-{letter}", "fate": "dropped"}},
    ),
    Call(
        "claimDocument",
        "other",
        'id: "document-{unowned}"',
        "document { name author }",
        {"document": {"name": "found.md", "author": "a learner"}},
    ),
    Call(
        "settleClaim",
        "mentor",
        'id: "document-{claimed}", accept: true',
        "document { name claimWaits copyOf }",
        {"document": {"name": "claimed.md", "claimWaits": False, "copyOf": None}},
    ),
    Call(
        "correctDocument",
        "owner",
        'id: "document-{document}", title: "Mended", cohort: "spring", track: "frontend"',
        "document { title cohort track }",
        {"document": {"title": "Mended", "cohort": "spring", "track": "frontend"}},
    ),
    Call("eraseDocument", "owner", 'id: "document-{document}"', "ok", {"ok": True}),
    Call(
        "updateProfile",
        "owner",
        'name: "Ada", showsName: true',
        "me { name ownName showsName email role }",
        {
            "me": {
                "name": "Ada",
                "ownName": "Ada",
                "showsName": True,
                "email": "owner@people.test",
                "role": "learner",
            }
        },
    ),
    Call(
        "setRole",
        "maintainer",
        'person: "person-{reader}", role: "mentor"',
        "person { id role }",
        {"person": {"id": "person-{reader}", "role": "mentor"}},
    ),
    Call(
        "createCohort",
        "mentor",
        'name: "Late Autumn"',
        "cohort { name slug personCount }",
        {"cohort": {"name": "Late Autumn", "slug": "late-autumn", "personCount": 0}},
    ),
    Call(
        "createInvite",
        "mentor",
        'cohort: "cohort-{cohort}"',
        "url expiresAt",
        {"url": ..., "expiresAt": ...},
    ),
    Call("revokeInvite", "mentor", 'cohort: "cohort-{cohort}"', "ok", {"ok": True}),
    Call(
        "acceptInvite",
        "reader",
        'secret: "{invite}", track: "backend"',
        "cohort { slug }",
        {"cohort": {"slug": "spring"}},
    ),
    Call(
        "createToken",
        "reader",
        'name: "Mine"',
        "token { name revokedAt } secret",
        {"token": {"name": "Mine", "revokedAt": None}, "secret": ...},
    ),
    Call(
        "revokeToken",
        "owner",
        'id: "token-{token}"',
        "token { name revokedAt }",
        {"token": {"name": "Token of the owner", "revokedAt": ...}},
    ),
    Call(
        "createWebhook",
        "reader",
        'name: "Mine", url: "https://mine.example/x?y=1", kinds: ["topic", "entry.saved"], '
        'topics: ["async"]',
        "webhook { name url kinds topics state reason failingSince waitingCount } secret",
        {
            "webhook": {
                "name": "Mine",
                "url": "https://mine.example/x?y=1",
                "kinds": ["entry.saved", "topic"],
                "topics": ["async"],
                "state": "active",
                "reason": "",
                "failingSince": None,
                "waitingCount": 0,
            },
            "secret": ...,
        },
    ),
    Call(
        "updateWebhook",
        "owner",
        'id: "webhook-{webhook}", name: "Named anew", topics: [], active: false',
        "webhook { name url kinds topics state }",
        {
            "webhook": {
                "name": "Named anew",
                "url": "https://owner.example/hooks",
                "kinds": ["entry"],
                "topics": [],
                "state": "paused",
            }
        },
    ),
    Call(
        "renewWebhookSecret",
        "owner",
        'id: "webhook-{webhook}"',
        "webhook { name } secret",
        {"webhook": {"name": "Webhook of the owner"}, "secret": ...},
    ),
    Call("removeWebhook", "owner", 'id: "webhook-{webhook}"', "ok", {"ok": True}),
    Call(
        "resendDelivery",
        "owner",
        'id: "delivery-{delivery}"',
        "delivery { event kind object state attempts status endedAt }",
        {
            "delivery": {
                "event": "event-2",
                "kind": "entry.saved",
                "object": "entry-{entry}",
                "state": "waiting",
                "attempts": 0,
                "status": None,
                "endedAt": None,
            }
        },
    ),
    Call(
        "publishHub",
        "maintainer",
        "published: false, showsDocuments: false",
        "isPublished showsDocuments",
        {"isPublished": False, "showsDocuments": False},
    ),
]  # fmt: skip

NOT_FOUND = ("not-found", 404, [])
NO = ("not-allowed", 403, [])
WRONG = [
    Call("createEntry", "owner", 'kind: "recipe", title: ""', "entry { id }",
         ("invalid", 422, ["kind"])),
    Call("saveEntry", "owner", 'id: "entry-{entry}", lead: "x", expectedVersion: 1', "entry { id }",
         ("stale", 409, [])),
    Call("restoreRevision", "owner", 'id: "entry-{entry}", version: 9, expectedVersion: 2',
         "entry { id }", NOT_FOUND),
    Call("publishEntry", "reader", 'id: "entry-{draft}"', "entry { id }", NOT_FOUND),
    Call("retireEntry", "owner", 'id: "entry-{entry}"', "entry { id }", NO),
    Call("setEntryTopics", "owner", 'id: "entry-{entry}", topics: ["none"]', "entry { id }",
         ("invalid", 422, ["topics"])),
    Call("addSolution", "owner", 'entry: "entry-{entry}", text: " "', "solution { id }",
         ("invalid", 422, ["text"])),
    Call("giveReceipt", "owner", 'entry: "entry-{entry}", outcome: "maybe"', "receipt { id }",
         ("invalid", 422, ["outcome"])),
    Call("withdrawReceipt", "owner", 'entry: "entry-{entry}", outcome: "worked", solution: "solution-9999"',
         "entry { id }", NOT_FOUND),
    Call("addCause", "owner", 'entry: "entry-{entry}", relation: "cause-of", other: "entry-{entry}"',
         "entry { id }", ("invalid", 422, ["entry"])),
    Call("removeCause", "owner", 'entry: "entry-{entry}", relation: "twin", other: "entry-{told}"',
         "entry { id }", ("invalid", 422, ["relation"])),
    Call("answerSuggestion", "mentor", 'id: "suggestion-999999", same: true', "action { id }",
         ("conflict", 409, [])),
    Call("acceptSuggestions", "mentor", "score: 0", "actions { id }", ("invalid", 422, ["score"])),
    Call("skipQuestion", "owner", 'key: "merge:1"', "done", NO),
    Call("mergeEntries", "mentor", 'entry: "entry-{told}", into: "entry-{told}"', "action { id }",
         ("invalid", 422, ["into"])),
    Call("splitEntry", "mentor", 'entry: "entry-{told}", statements: [], title: "New"',
         "action { id }", ("invalid", 422, ["statements"])),
    Call("moveStatements", "mentor", 'statements: ["statement-{words}"], into: "entry-{technology}"',
         "action { id }", ("invalid", 422, ["statements"])),
    Call("renameEntry", "mentor", 'entry: "entry-{told}", title: " "', "action { id }",
         ("invalid", 422, ["title"])),
    Call("chooseWording", "mentor", 'entry: "entry-{entry}", statement: "statement-{words}"',
         "action { id }", ("invalid", 422, ["statement"])),
    Call("markBestSolution", "mentor", 'entry: "entry-{told}", solution: "solution-{solution}"',
         "action { id }", NOT_FOUND),
    Call("retractDocument", "other", 'id: "document-{document}"', "action { id }", NO),
    Call("undoAction", "mentor", 'id: "action-999999"', "action { id }", NOT_FOUND),
    Call("addTerm", "maintainer", 'kind: "technology", name: "Golang"', "action { id }",
         ("invalid", 422, ["name"])),
    Call("changeTerm", "maintainer", 'slug: "redis", kind: "guide"', "action { id }",
         ("invalid", 422, ["kind"])),
    Call("removeTerm", "maintainer", 'slug: "nothing-like-it"', "action { id }", NOT_FOUND),
    Call("addAlias", "maintainer", 'slug: "redis", alias: "Golang"', "action { id }",
         ("invalid", 422, ["alias"])),
    Call("removeAlias", "mentor", 'slug: "redis", alias: "Redis"', "action { id }", NO),
    Call("createTopic", "mentor", 'title: "Async"', "topic { id }", ("invalid", 422, ["title"])),
    Call("importText", "owner", 'text: ""', "started { id }", ("invalid", 422, ["text"])),
    Call("importRepository", "owner", 'address: "ftp://example.org/a"', "started { id }",
         ("invalid", 422, ["repository"])),
    Call("importCohort", "mentor", 'listing: ""', "started { id }", ("invalid", 422, [])),
    Call("cancelImport", "owner", 'id: "import-{import}"', "job { id }", ("invalid", 422, [])),
    Call("cancelJob", "owner", 'id: "job-{import}"', "job { id }", ("invalid", 422, [])),
    Call("retryJob", "owner", 'id: "job-{import}"', "job { id }", ("invalid", 422, [])),
    Call("resendLetter", "maintainer", 'id: "letter-999999"', "letter { id }", NOT_FOUND),
    Call("dropLetter", "mentor", 'id: "letter-{letter}"', "letter { id }", NO),
    Call("claimDocument", "other", 'id: "document-{document}"', "document { id }",
         ("invalid", 422, [])),
    Call("settleClaim", "mentor", 'id: "document-{document}", accept: true', "document { id }",
         ("invalid", 422, [])),
    Call("correctDocument", "owner", 'id: "document-{document}", track: "sideways"',
         "document { id }", ("invalid", 422, ["track"])),
    Call("eraseDocument", "other", 'id: "document-{document}"', "ok", NO),
    Call("updateProfile", "owner", 'name: "", showsName: true', "me { id }",
         ("invalid", 422, ["name"])),
    Call("setRole", "maintainer", 'person: "person-{maintainer}", role: "reader"', "person { id }",
         ("invalid", 422, ["role"])),
    Call("createCohort", "mentor", 'name: "spring"', "cohort { id }", ("invalid", 422, ["name"])),
    Call("createInvite", "mentor", 'cohort: "cohort-9999"', "url", NOT_FOUND),
    Call("revokeInvite", "owner", 'cohort: "cohort-{cohort}"', "ok", NO),
    Call("acceptInvite", "reader", 'secret: "nothing"', "cohort { id }", NOT_FOUND),
    Call("createToken", "reader", 'name: ""', "secret", ("invalid", 422, ["name"])),
    Call("revokeToken", "reader", 'id: "token-{token}"', "token { id }", NOT_FOUND),
    Call("createWebhook", "owner", 'name: "x", url: "http://a.example/", kinds: ["entry"]', "secret",
         ("invalid", 422, ["url"])),
    Call("updateWebhook", "owner", 'id: "webhook-{webhook}", kinds: ["novelty"]', "webhook { id }",
         ("invalid", 422, ["kinds"])),
    Call("renewWebhookSecret", "reader", 'id: "webhook-{webhook}"', "secret", NOT_FOUND),
    Call("removeWebhook", "maintainer", 'id: "webhook-{webhook}"', "ok", NOT_FOUND),
    Call("resendDelivery", "other", 'id: "delivery-{delivery}"', "delivery { id }", NOT_FOUND),
    Call("publishHub", "mentor", "published: true", "isPublished", NO),
]  # fmt: skip
