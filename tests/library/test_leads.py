"""Fields of a lead and their Markdown are the same thing, whichever way one goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nexus.library.leads import FIELDS, compose_lead, split_lead

LINE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"], blacklist_characters="`~"),
    max_size=40,
)
FENCED = st.builds(
    lambda mark, lines: "\n".join([mark, *lines, mark]),
    st.sampled_from(["```", "~~~~"]),
    st.lists(st.sampled_from(["## Fix", "## Cause", "x = 1", "", "# no"]), max_size=4),
)
NOT_A_FIELD = LINE.filter(lambda line: not line.startswith("##"))
TEXT = st.lists(st.one_of(NOT_A_FIELD, FENCED), max_size=5).map("\n".join).map(str.strip)


@given(fields=st.fixed_dictionaries(dict.fromkeys((*FIELDS, "more"), TEXT)))
def test_split_undoes_compose(fields: dict[str, str]) -> None:
    assert split_lead(compose_lead(fields)) == fields


@given(fields=st.fixed_dictionaries(dict.fromkeys((*FIELDS, "more"), TEXT)))
def test_composing_what_was_split_settles(fields: dict[str, str]) -> None:
    once = compose_lead(split_lead(compose_lead(fields)))
    assert compose_lead(split_lead(once)) == once


@given(lead=st.text(max_size=300))
def test_no_word_is_lost(lead: str) -> None:
    composed = compose_lead(split_lead(lead))
    headings = {heading.lower() for heading in FIELDS.values()}
    for line in lead.replace("\r\n", "\n").split("\n"):
        if line.strip("# \t").lower() not in headings and line.strip():
            assert line.strip() in composed


def test_own_headings_stay_in_more() -> None:
    lead = "## Fix\n\nRestart.\n\n## Why we think so\n\nIt was slow.\n"
    assert split_lead(lead)["fix"] == "Restart."
    assert split_lead(lead)["more"] == "## Why we think so\n\nIt was slow."
    assert compose_lead(split_lead(lead)) == lead


def test_more_survives_a_round_trip() -> None:
    lead = compose_lead({"fix": "Restart.", "more": "## Notes\n\nKept."})
    assert split_lead(lead)["more"] == "## Notes\n\nKept."


def test_free_text_does_not_slip_into_the_last_field() -> None:
    fields = split_lead(compose_lead({"versions": "Django 5.2", "more": "It was slow."}))
    assert (fields["versions"], fields["more"]) == ("Django 5.2", "It was slow.")


def test_words_before_the_first_heading_stay_there() -> None:
    lead = "It was slow.\n\n## Fix\n\nRestart.\n\n## Notes\n\nKept.\n"
    assert compose_lead(split_lead(lead)) == lead


def test_a_heading_inside_a_fence_is_code() -> None:
    lead = "## Fix\n\n```sh\n## Cause\n```\n\n## Cause\n\nIt.\n"
    assert split_lead(lead)["fix"] == "```sh\n## Cause\n```"
    assert split_lead(lead)["cause"] == "It."


def test_empty_fields_leave_no_heading() -> None:
    assert compose_lead({"fix": " \r\n"}) == ""
    assert compose_lead({"check": "Look.\r\nAgain."}) == "## How to check\n\nLook.\nAgain.\n"
