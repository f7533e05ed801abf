# ruff: noqa: E501  (tables of words read better on long lines)
"""Words by which a name is told from a sentence, a step, a label or a kind of thing."""

from __future__ import annotations

import re

FIELDS = {
    "web-development", "mobile-development", "frontend-development", "backend-development",
}  # fmt: skip
CATEGORY = FIELDS | {
    "version-control", "state-management", "testing", "deployment", "styling",
    "containerisation", "devops", "api-documentation", "authentication-and-authorization",
    "task-queues", "message-brokers", "full-stack-development", "cloud-computing", "api-design",
    "container-orchestration", "project-management", "api-testing", "asynchronous-programming",
    "documentation", "logging-and-monitoring", "payment-integration", "real-time-communication",
    "ui-ux-design", "web-security", "machine-learning",
    "unit-testing", "design-systems", "form-handling", "job-scheduling",
}  # fmt: skip
BOTH = {"ci-cd"}  # named as an idea and as a tool alike, so it is an item itself
WORK_OF = {  # tools whose kind of work says nothing more of them
    "docker": "containerisation", "kubernetes": "container-orchestration",
    "git": "version-control", "github": "version-control", "celery": "task-queues",
}  # fmt: skip
GENERIC = re.compile(
    r"\b(?:framework|librar|language|database|tool|stack|backend|frontend|back-end|front-end|api|"
    r"others?|platform|hosting|storage|server|broker|queue|cache|format|linting|infrastructure|"
    r"services?|general|additional|key|core|component|purpose|version|environment|category|"
    r"package|editor|programming|runtime|protocol|technolog\w*|full-?stack|e-?mail$|local$)",
    re.I,
)
SENTENCE = re.compile(
    r"^(?:i|we|this|these|the|it|my|our|throughout|during|in|as|you|here|below|learned|built|"
    r"used|developed|implemented|mastered|deepened|created|worked|gained|through|by)\b",
    re.I,
)
STEP = re.compile(
    r"^(?:create|build|run|expose|get|write|install|access|configure|go|follow|input|map|pull|"
    r"set(?: up)?|add|click|open|copy|start|stop|check|verify|clone|navigate|download|visit|"
    r"apply|edit|update|push|commit|enter|select|choose|make sure|ensure|import|define|test)\s+"
    r"(?:the|a|an|your|new|this|it|to|on|in|for|and|docker|jenkins|git)\b|"
    r"^(?:configure|run|clone|install|start)\s+\w",
    re.I,
)
# Aims; what was learned may be told as "Write tests" or "Optimise queries" too.
AIM = re.compile(
    r"^(?:collaborate|communicate|contribute|deepen|deliver|enhance|expand|explore|gain|grow|improve|ship)\s",
    re.I,
)
ABSTRACT = re.compile(r"(?:ment|[ts]ion|ity|ness|ance|ence|ship|ism|logy|ics)s?$", re.I)
IDEA = re.compile(
    r"\b(?:principles|patterns|systems|strateg(?:y|ies)|techniques|practices|concepts|design|"
    r"architecture|management|development|testing|programming|handling|optimi[sz]ation|creation|"
    r"analysis)$",
    re.I,
)
VERBISH = re.compile(
    r"^(?:implement|us|build|creat|writ|manag|handl|work|deploy|design|develop|learn|understand|"
    r"integrat|configur|set|optimi[sz]|defin|improv|deepen|ensur|enhanc)\w*ing\b|"
    r"^(?:(?:deepen|implement|creat|design|improv|us|learn|master|develop|deploy|containeri[sz]|"
    r"automat|integrat|configur|schedul|optimi[sz]|explor|appli|appl|connect|customi[sz]|combin|handl|"
    r"manag|leverag|utili[sz]|introduc|gain|practi[cs]|studi|test|document|secur|compar|work|"
    r"debugg?|structur|enhanc|strengthen|achiev|experiment|deliver|adopt|establish|publish|host|"
    r"gain|acquir|discover|enabl|ensur|generat|perform|refactor|simplifi|writt?)ed|"
    r"built|wrote|understood|learnt|set up|made|gave|became)\b",
    re.I,
)


NO_NAME = re.compile(
    r"^(?:key |main |program |programme )?(?:outcomes?|goals?|focus(?: area)?|duration|objectives?|notes?|"
    r"results?|skill level|tools used|highlights|examples?|take-?aways?|benefits?|why it matters|"
    r"use cases?|status|date|authors?|links?|projects?|repository|deliverables?|achievements?|"
    r"(?:\w+ ){0,2}(?:technologies|tools|concepts)(?: (?:and|&) (?:technologies|tools|concepts))?|features?|(?:[\w&/-]+ ){1,4}phase|deadline|instructor|prerequisites|summary|"
    r"(?:milestone|sprint|phase|week|day|module|stage|task|step|part|project|level)\s*#?\d+(?:\s*[-–]\s*\d+)?)$",
    re.I,
)


WHAT_FOR = re.compile(
    r"(?<=[\w)])\s+for\s+[^,;|]*(?=[,;|]|$)", re.I
)  # "Redis for caching and queues"
NATIVE = re.compile(r"(^|[,;|&]\s*|\band\s+)native\s+", re.I)
MANY = re.compile(r"\b(?:frameworks|libraries|tools|ecosystems?|databases|platforms)$", re.I)


NAMES_FOLLOW = re.compile(r"\b(?:technologies|tools|concepts)\b", re.I)
