"""An entry as Markdown: what its page says, for those who read without one."""

from __future__ import annotations

from collections.abc import Iterator

from nexus.accounts.policies import Viewer
from nexus.common.text import one_line
from nexus.curation import selectors as curation
from nexus.documents.selectors import guide_source
from nexus.library.models import Entry, Kind
from nexus.web.views.solutions import SolutionView, learners_of, solutions_of


def entry_as_markdown(viewer: Viewer, entry: Entry) -> str:
    """Title, lead (or the document), solutions, what is related, and the voices."""
    source = guide_source(entry)
    told = curation.what_is_told(viewer=viewer, entry=entry)
    voices, seen = told.voices, told.seen
    lines = [f"# {entry.title}", "", source.text if source else entry.lead]
    if entry.kind == Kind.CHALLENGE:
        for number, solution in enumerate(solutions_of(viewer, entry, voices, []), 1):
            lines += ["", f"## Another fix ({number})", "", solution.text, "", figures_of(solution)]
    lines += related_lines(curation.list_related(viewer=viewer, entry=entry))
    if seen is not None:
        cohorts = f" ({', '.join(seen.cohorts)})" if seen.cohorts else ""
        lines += ["", f"First seen {seen.first:%Y-%m-%d}, last {seen.last:%Y-%m-%d}{cohorts}, "]
        lines[-1] += f"by {seen.dated_by}."
    if voices:
        lines += ["", "## What learners said", *voice_lines(voices)]
    return "\n".join(lines).rstrip() + "\n"


def figures_of(solution: SolutionView) -> str:
    """ "Chosen as the best. Mentioned by 8. Worked for 3. No longer works since 6.0, …" """
    parts = ["Chosen as the best"] if solution.is_best else []
    parts.append(
        f"Mentioned by {solution.voice_count}"
        if solution.voice_count
        else f"By {solution.shown_author}"
    )
    parts.append(f"Worked for {solution.worked_count}")
    if solution.broken_count and solution.broken_at:
        since = f" since {solution.broken_since}" if solution.broken_since else ""
        said = f"said {solution.broken_at:%Y-%m-%d}"
        parts.append(f"No longer works for {solution.broken_count}{since} ({said})")
    return ". ".join(parts) + "."


def related_lines(related: curation.Related) -> Iterator[str]:
    for heading, entries in (
        ("Cause of", related.cause_of),
        ("Caused by", related.caused_by),
        ("Similar", related.similar),
        ("Involves", related.involved),
        ("Problems met with it", related.problems),
        ("Guides", related.guides),
        ("Practices that go with it", related.practices),
        ("Met together with", [row.entry for row in related.met_together]),
    ):
        if entries:
            yield from ("", f"## {heading}", "")
            yield from (f"- [{entry.title}]({entry.get_absolute_url()}.md)" for entry in entries)


def voice_lines(voices: list[curation.VoiceView]) -> Iterator[str]:
    for learner in learners_of(voices):
        for voice in learner.voices:
            where = f" ({voice.source})" if voice.source else ""
            copies = f", also in {voice.copies} near-copies" if voice.copies else ""
            text = one_line(voice.text, limit=600)
            yield f"\n> {text}\n>\n> {voice.who}{where}{copies}"
