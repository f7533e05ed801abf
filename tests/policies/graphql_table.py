"""Every query field, every mutation and every kind of node: what each role gets.

The words are for anonymous, reader, learner, learner who owns, mentor, maintainer: `ok`, `null`,
or the code of an error. Keys are the fields of the schema.
"""

from __future__ import annotations

from tests.policies.walk import Row

SIGN = "sign-in-needed"
NO = "not-allowed"
NONE = "not-found"
READS = f"{SIGN} ok ok ok ok ok"
KNOWN = f"{SIGN} null null ok ok ok"
OWNERS_ALONE = f"{SIGN} {NONE} {NONE} ok {NONE} {NONE}"
OPEN = {"open": "ok"}
DRAFTS = f"{NONE} {NONE} {NONE} ok ok ok"
WRITES = f"{SIGN} {NONE} {NONE} ok ok ok"
DRAFT_NODES = "null null null ok ok ok"
NODES = "null ok ok ok ok ok"
LEARNERS = f"{SIGN} {NO} ok ok ok ok"
MENTORS = f"{SIGN} {NO} {NO} {NO} ok ok"
MAINTAINERS = f"{SIGN} {NO} {NO} {NO} {NO} ok"
OWNERS = f"{SIGN} {NO} {NO} ok {NO} ok"
OWN_NAME = {"C": "mentor"}


def ask(key: str, arguments: str, status: str, shows: str = "", **rest: object) -> Row:
    """A row of the schema; its `url` holds the arguments."""
    return Row(key, "QUERY", arguments, status, shows, **rest)  # type: ignore[arg-type]


def write(key: str, arguments: str, status: str, shows: str = "", **rest: object) -> Row:
    return Row(key, "MUTATION", arguments, status, shows, **rest)  # type: ignore[arg-type]


QUERIES = [
    ask("hub", "", "ok"),
    ask("me", "", NODES, "EH", reads=OWN_NAME),
    ask("entry", 'id: "entry-{entry}"', "ok", "C"),
    ask("entry", 'id: "entry-{draft}"', DRAFT_NODES, "D"),
    ask("entry", 'id: "entry-{retired}"', "null"),
    ask("entry", 'kind: "challenges", slug: "draft-quokka"', DRAFTS, "D"),
    ask("entry", 'kind: "challenge", slug: "retired-walrus"', NONE),
    ask("entries", "", "ok", "CD"),
    ask("entries", 'state: "draft"', "ok", "D"),
    ask("solutions", "", "ok", "CD"),
    ask(
        "solutions",
        'author: "person-{owner}"',
        READS,
        reads={"C": "owner mentor maintainer", "D": "owner mentor maintainer"},
    ),
    ask("receipts", "", "ok", "CD"),
    ask("revisions", "", "ok", "CD"),
    ask("backlinks", 'entry: "entry-{entry}"', "ok", "D"),
    ask("backlinks", 'entry: "entry-{draft}"', DRAFTS),
    ask("related", 'entry: "entry-{entry}"', "ok", "D"),
    ask("related", 'entry: "entry-{draft}"', DRAFTS),
    ask("topics", "", "ok"),
    ask("topic", 'slug: "async"', "ok"),
    ask("alsoMet", 'topic: "async"', "ok"),
    ask("documents", "", READS, "X", states=OPEN),
    ask("statements", "", READS, "X", states=OPEN),
    ask("evidence", "", READS, "X", states=OPEN),
    ask("people", "", READS, "C"),
    ask("cohorts", "", "ok"),
    ask("tokens", "", READS, "T"),
    ask("imports", "", READS, reads={"C": "mentor maintainer"}),
    ask("importItems", 'id: "import-{import}"', f"{SIGN} {NONE} {NONE} ok ok ok"),
    ask("jobs", "", READS, reads={"C": "mentor maintainer"}),
    ask("letters", "", MAINTAINERS),
    ask("audit", "", MAINTAINERS, reads={"C": "maintainer"}),
    ask("retired", "", MENTORS, reads={"R": "mentor maintainer"}),
    ask("brokenLinks", "", "ok"),
    ask("deadLinks", "", MENTORS),
    ask("entriesWithWordsOf", 'person: "person-{owner}"', f"{SIGN} {NONE} {NONE} ok ok ok"),
    ask("helped", "", READS, reads={"C": "owner"}),
    ask("documentFacets", "", "ok"),
    ask("search", 'query: "quokka"', "ok", "D"),
    ask("search", 'query: "xylophone"', "ok"),
    ask("insights", "", "ok"),
    ask("insights", 'cohort: "cohort-{cohort}"', READS, states=OPEN),
    ask("desk", "", MENTORS, "X"),
    ask("suggestions", "", MENTORS, "X"),
    ask("actions", "", MENTORS, reads={"C": "mentor maintainer"}),
    ask("lexicon", 'search: "redis"', MENTORS),
    ask("lexiconTerm", 'slug: "redis"', MENTORS),
    ask("unknownNames", "", MENTORS),
    ask("node", 'id: "suggestion-{suggestion}"', MENTORS, "X"),
    ask("node", 'id: "action-{action}"', MENTORS, reads={"C": "mentor maintainer"}),
    ask("node", 'id: "entry-{entry}"', "ok", "C"),
    ask("node", 'id: "entry-{draft}"', DRAFT_NODES, "D"),
    ask("node", 'id: "entry-{retired}"', "null"),
    ask("node", 'id: "topic-{topic}"', "ok"),
    ask("node", 'id: "solution-{draft_solution}"', DRAFT_NODES, "D"),
    ask("node", 'id: "receipt-{draft_receipt}"', DRAFT_NODES, "D"),
    ask("node", 'id: "revision-{draft_revision}"', DRAFT_NODES, "D"),
    ask("node", 'id: "revision-{retired_revision}"', "null"),
    ask("node", 'id: "document-{document}"', f"{SIGN} ok ok ok ok ok", "X", states=OPEN),
    ask("node", 'id: "statement-{statement}"', f"{SIGN} ok ok ok ok ok", "X", states=OPEN),
    ask("node", 'id: "evidence-{evidence}"', f"{SIGN} ok ok ok ok ok", "X", states=OPEN),
    ask("node", 'id: "import-{import}"', DRAFT_NODES),
    ask("node", 'id: "job-{import}"', f"{SIGN} null null ok ok ok"),
    ask("node", 'id: "letter-{letter}"', MAINTAINERS),
    ask("node", 'id: "person-{owner}"', KNOWN),
    ask("node", 'id: "person-{mentor}"', READS, "C"),
    ask("node", 'id: "cohort-{cohort}"', "ok"),
    ask("webhooks", "", READS, "W"),
    ask("deliveries", 'webhook: "webhook-{webhook}"', OWNERS_ALONE, "W"),
    ask("node", 'id: "webhook-{webhook}"', f"{SIGN} null null ok null null", "W"),
    ask("node", 'id: "delivery-{delivery}"', f"{SIGN} null null ok null null", "W"),
    ask("node", 'id: "token-{token}"', f"{SIGN} null null ok null null", "T"),
]

MUTATIONS = [
    write("createEntry", 'kind: "practice", title: "New", lead: "Do it."', LEARNERS,
          reads=OWN_NAME),
    write("saveEntry", 'id: "entry-{entry}", lead: "New.", expectedVersion: 2', LEARNERS, "C"),
    write("saveEntry", 'id: "entry-{draft}", lead: "New.", expectedVersion: 1', WRITES, "D",
          reads=OWN_NAME),
    write("restoreRevision", 'id: "entry-{entry}", version: 1, expectedVersion: 2', LEARNERS, "C"),
    write("publishEntry", 'id: "entry-{draft}"', WRITES, "D"),
    write("publishEntry", 'id: "entry-{retired}"', f"{SIGN} {NONE} {NONE} {NONE} ok ok",
          reads={"R": "mentor maintainer"}),
    write("retireEntry", 'id: "entry-{entry}"', MENTORS, "C"),
    write("setEntryTopics", 'id: "entry-{entry}", topics: []', LEARNERS, "C"),
    write("addSolution", 'entry: "entry-{entry}", text: "Again."', LEARNERS, "C"),
    write("addSolution", 'entry: "entry-{draft}", text: "Again."', WRITES, "D", reads=OWN_NAME),
    write("giveReceipt", 'entry: "entry-{entry}", outcome: "same-here"', READS, "C"),
    write("giveReceipt", 'entry: "entry-{draft}", outcome: "worked"', WRITES, "D", reads=OWN_NAME),
    write("withdrawReceipt", 'entry: "entry-{entry}", outcome: "worked", solution: "solution-{solution}"',
          READS, "C", idle=True),
    write("addCause", 'entry: "entry-{entry}", relation: "cause-of", other: "entry-{told}"', LEARNERS,
          "C"),
    write("addCause", 'entry: "entry-{draft}", relation: "caused-by", other: "entry-{told}"', WRITES,
          "D"),
    write("removeCause", 'entry: "entry-{entry}", relation: "cause-of", other: "entry-{told}"',
          LEARNERS, "C", idle=True),
    write("answerSuggestion", 'id: "suggestion-{suggestion}", same: false', MENTORS,
          reads=OWN_NAME),
    write("acceptSuggestions", "score: 0.4", MENTORS, reads=OWN_NAME),
    write("skipQuestion", 'key: "merge:suggestion-{suggestion}"', MENTORS),
    write("mergeEntries", 'entry: "entry-{told}", into: "entry-{renamed}"', MENTORS,
          reads=OWN_NAME),
    write("splitEntry", 'entry: "entry-{entry}", statements: [], title: "New"',
          f"{SIGN} {NO} {NO} {NO} invalid invalid"),
    write("moveStatements", 'statements: ["statement-{words}"], into: "entry-{renamed}"', MENTORS,
          reads=OWN_NAME),
    write("renameEntry", 'entry: "entry-{told}", title: "New"', MENTORS, reads=OWN_NAME),
    write("chooseWording", 'entry: "entry-{told}", statement: "statement-{words}"', MENTORS,
          reads=OWN_NAME),
    write("markBestSolution", 'entry: "entry-{entry}", solution: "solution-{solution}"', MENTORS,
          "C"),
    write("retractDocument", 'id: "document-{document}"', f"{SIGN} {NO} {NO} ok ok ok",
          reads=OWN_NAME),
    write("undoAction", 'id: "action-{action}"', MENTORS, reads={"C": "mentor maintainer"}),
    write("addTerm", 'kind: "concept", name: "Numbat"', MAINTAINERS),
    write("changeTerm", 'slug: "redis", isAmbiguous: true', MAINTAINERS),
    write("removeTerm", 'slug: "celery"', MAINTAINERS),
    write("addAlias", 'slug: "redis", alias: "Numbat"', MAINTAINERS),
    write("removeAlias", 'slug: "go", alias: "golang"', MAINTAINERS),
    write("createTopic", 'title: "New"', MENTORS),
    write("importText", 'text: "Words."', LEARNERS, reads=OWN_NAME),
    write("importRepository", 'address: "https://example.org/a/b"', LEARNERS, reads=OWN_NAME),
    write("importCohort", 'listing: "source,person,cohort,track\\na.md,Ann,Spring,backend"', MENTORS, reads=OWN_NAME),
    write("cancelImport", 'id: "import-{waiting}"', WRITES),
    write("cancelJob", 'id: "job-{waiting}"', f"{SIGN} {NONE} {NONE} ok ok ok"),
    write("retryJob", 'id: "job-{broken}"', f"{SIGN} {NONE} {NONE} ok ok ok"),
    write("resendLetter", 'id: "letter-{letter}"', MAINTAINERS),
    write("dropLetter", 'id: "letter-{letter}"', MAINTAINERS),
    write("claimDocument", 'id: "document-{unowned}"', LEARNERS, reads=OWN_NAME),
    write("claimDocument", 'id: "document-{document}"', f"{SIGN} {NO} invalid ok invalid invalid",
          "X", idle=True),
    write("settleClaim", 'id: "document-{claimed}", accept: false', MENTORS),
    write("correctDocument", 'id: "document-{document}", title: "Mended", cohort: "Spring"', OWNERS,
          "X"),
    write("eraseDocument", 'id: "document-{document}"', OWNERS),
    write("updateProfile", 'name: "Z", showsName: false', READS, "E"),
    write("setRole", 'person: "person-{reader}", role: "mentor"', MAINTAINERS),
    write("createCohort", 'name: "Autumn"', MENTORS),
    write("createInvite", 'cohort: "cohort-{cohort}"', MENTORS),
    write("revokeInvite", 'cohort: "cohort-{cohort}"', MENTORS),
    write("acceptInvite", 'secret: "{invite}"', READS),
    write("createToken", 'name: "New"', READS),
    write("revokeToken", 'id: "token-{token}"', OWNERS_ALONE, "T"),
    write("createWebhook", 'name: "New", url: "https://new.example/", kinds: ["entry"]', READS),
    write("updateWebhook", 'id: "webhook-{webhook}", active: false', OWNERS_ALONE, "W"),
    write("renewWebhookSecret", 'id: "webhook-{webhook}"', OWNERS_ALONE, "W"),
    write("removeWebhook", 'id: "webhook-{webhook}"', OWNERS_ALONE),
    write("resendDelivery", 'id: "delivery-{delivery}"', OWNERS_ALONE, "W"),
    write("publishHub", "published: true, showsDocuments: true", MAINTAINERS),
]  # fmt: skip
