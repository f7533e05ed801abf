"""Every type of page, and as whom it is looked at."""

from __future__ import annotations

PLACES: list[tuple[str, str]] = [
    ("/", ""),
    ("/challenges/", ""),
    ("/technologies/", ""),
    ("/concepts/?topic=caching", ""),
    ("/practices/", ""),
    ("/guides/", ""),
    ("/together/", ""),
    ("/challenges/n-plus-one-queries", ""),
    ("/challenges/n-plus-one-queries", "mentor"),
    ("/technologies/django", ""),
    ("/concepts/view-level-caching", ""),
    ("/practices/unit-tests", "learner"),
    ("/guides/your-first-hour", ""),
    ("/together/planning", ""),
    ("/search/?q=rate+limt", ""),
    ("/search/?q=zymurgy", ""),
    ("/search/?q=", ""),
    ("/topics/", ""),
    ("/topics/queries", ""),
    ("/documents/", "learner"),
    ("/documents/1", "learner"),
    ("/documents/1?view=lines", "learner"),
    ("/people/", "learner"),
    ("/people/1", "learner"),
    ("/me/", "learner"),
    ("/me/", "maintainer"),
    ("/write/", "learner"),
    ("/write/?stuck=1", "learner"),
    ("/import/", "mentor"),
    ("/import/1", "maintainer"),
    ("/insights/", "mentor"),
    ("/links/broken/", ""),
    ("/challenges/n-plus-one-queries/edit/", "mentor"),
    ("/challenges/n-plus-one-queries/history/", ""),
    ("/docs/errors", ""),
    ("/accounts/login/", ""),
    ("/accounts/signup/", ""),
    ("/accounts/password/reset/", ""),
    ("/accounts/logout/", "learner"),
    ("/no-such-page", ""),
]


def name_of(place: tuple[str, str]) -> str:
    return f"{place[0]} {place[1]}".strip()
