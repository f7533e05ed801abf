"""Every kind of change that the log holds, for those who choose what to hear of."""

KINDS: dict[str, str] = {
    "entry.created": "an entry was written",
    "entry.saved": "its text, title, topics or causes changed",
    "entry.published": "it became readable",
    "entry.retired": "it was taken out",
    "entry.deleted": "the guide of an erased document went",
    "entry.evidence": "learners' documents say something new of it, or no longer",
    "entry.involved": "what takes part in it changed",
    "solution.added": "a solution was added to an entry",
    "receipt.given": "somebody said that a fix worked, no longer works, or that they are stuck too",
    "receipt.withdrawn": "somebody took that back",
    "document.written": "a document came in, or changed",
    "document.erased": "its owner erased it",
    "topic.created": "a topic was added",
    "topic.evidence": "what documents say under a topic changed",
    "cohort.created": "a cohort was added",
    "lexicon.changed": "a technology or concept was added, corrected or taken out",
    "hub.updated": "the hub was published, or made private",
    "person.updated": "somebody changed their name, or whether it is shown",
    "person.joined": "somebody joined a cohort",
    "person.role-set": "somebody got another role",
    "person.signed-out": "you signed out",
    "token.revoked": "you revoked a token",
    "job.created": "an import or another job was asked for",
    "job.progress": "a job got on (at most once a second)",
    "job.done": "a job is done",
    "job.failed": "a job failed",
    "job.cancelled": "a job was cancelled",
}
# What a wish may name: a kind, or all kinds of one sort.
NAMES: frozenset[str] = frozenset(KINDS) | {kind.partition(".")[0] for kind in KINDS}
