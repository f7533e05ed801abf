"""A hub mended document by document has the clusters of one that was fitted whole."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from bench.statements import write_statements
from nexus.accounts.models import Person
from nexus.curation.models import (
    Decision,
    Evidence,
    Fit,
    Member,
    Pending,
    Profile,
    Suggestion,
    Unasked,
)
from nexus.curation.services import (
    asking,
    merge_entries,
    move_statements,
    refresh,
    refresh_evidence,
    rename,
    retract_document,
    split_entry,
    suggestions,
    undo_action,
)
from nexus.curation.services.clustering import mending as mending_module
from nexus.curation.services.clustering.anchors import entry_key
from nexus.curation.services.decisions import look_again_at
from nexus.documents.models import Document, Statement
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from nexus.library.services import create_entry, save_lead
from tests.curation.desk_support import SEATS, bring_challenges, text_of

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def mending(monkeypatch: Any) -> None:
    """Every hub is large enough to be mended, and no number of voices asks for another fit."""
    monkeypatch.setattr(refresh, "FEW", 0)
    monkeypatch.setattr(refresh, "GROWN", 1000)


def clusters() -> set[frozenset[str]]:
    """Contents that stand together on an entry, or alone under a topic."""
    pages: dict[Any, set[str]] = defaultdict(set)
    for entry, topic, content in Evidence.objects.values_list(
        "entry_id", "topic__slug", "statement__content_hash"
    ):
        pages[entry or (topic, content)].add(content)
    return {frozenset(contents) for contents in pages.values()}


def groups() -> dict[str, str]:
    return dict(Member.objects.filter(fit__is_current=True).values_list("key", "group"))


def questions() -> set[tuple[str, str, float]]:
    return set(Suggestion.objects.values_list("left", "right", "score"))


def refit_by_the_same(monkeypatch: Any) -> None:
    """Fit everything anew, by the statistics there are: equal weights."""
    from nexus.consolidation import Statistics
    from nexus.curation.services.clustering import fitting

    held = {
        fit.kind: Statistics.from_bytes(fit.voices, bytes(fit.statistics))
        for fit in Fit.objects.filter(is_current=True)
    }
    kinds = iter(("challenge", "practice", "collaboration"))
    with monkeypatch.context() as patch:
        patch.setattr(fitting, "statistics_of", lambda _: held[next(kinds)])
        refresh_evidence(whole=True)


def document(words: list[tuple[str, str, str]], tools: str) -> bytes:
    """Learner's notes from made-up statements."""
    challenges = [(p.capitalize(), p, s) for kind, p, s in words if kind == "challenge"]
    habits = [p for kind, p, _ in words if kind == "practice"]
    parts = ["# Notes", "## Technologies", f"- {tools}", "## Best practices"]
    parts += [f"- {habit.capitalize()}" for habit in habits]
    return "\n\n".join(parts).encode() + b"\n\n" + text_of(*challenges)[9:]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_any_order_and_whole_are_the_same(
    mending: None, seed: int, bring: Any, make_person: Any, mentor: Person, monkeypatch: Any
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr("bench.statements.AGAIN", 0.6)
    words = list(write_statements(CONTENT, 150, seed))
    texts = [
        document(words[n : n + 10], chance.choice("Redis Celery".split()))
        for n in range(0, 150, 10)
    ]
    people = [make_person() for _ in range(6)]
    bring(people[0], *((f"{n}.md", text) for n, text in enumerate(texts[:8])))
    first = Fit.objects.get(is_current=True, kind="challenge").pk
    for n in chance.sample(range(8, 15), 7):
        bring(chance.choice(people), (f"{n}.md", texts[n]))
    for document_ in chance.sample(list(Document.objects.all()), 3):
        retract_document(actor=mentor, document=document_)
    refresh_evidence()
    assert Fit.objects.get(is_current=True, kind="challenge").pk == first, "it was mended"
    assert not Pending.objects.exists()
    mended, asked = (clusters(), groups()), questions()
    assert max(len(group) for group in mended[0]) > 2
    refit_by_the_same(monkeypatch)
    assert (clusters(), groups()) == mended
    whole = questions()
    assert len(whole) > 10
    # Of the fifth best of a cluster each of the two may know another one.
    assert len(asked & whole) > 0.9 * len(whole)
    assert len(asked) < 1.1 * len(whole)


def test_a_cluster_asks_no_more_than_its_best(
    mending: None, bring: Any, make_person: Any, monkeypatch: Any
) -> None:
    """What later documents make others ask pushes out what is less alike, and nothing else."""
    monkeypatch.setattr(suggestions, "MOST_OF_A_CLUSTER", 2)
    monkeypatch.setattr("bench.statements.AGAIN", 0.6)
    words = list(write_statements(CONTENT, 150, 1))
    person = make_person()
    before: dict[str, set[float]] = {}
    for n in range(0, 150, 30):
        bring(person, (f"{n}.md", document(words[n : n + 30], "Redis")))
        asked: dict[str, list[float]] = defaultdict(list)
        for cluster, score in Suggestion.objects.values_list("asked_by", "score"):
            asked[cluster].append(score)
        assert all(len(scores) <= 2 for scores in asked.values())
        for cluster in asked.keys() & before.keys():
            full = len(before[cluster]) == 2 == len(asked[cluster])
            assert not full or min(asked[cluster]) >= min(before[cluster])
        before = {cluster: set(scores) for cluster, scores in asked.items()}
    assert max(map(len, asked.values())) == 2


def test_what_people_decide_is_kept_by_both(
    mending: None, bring: Any, make_person: Any, mentor: Person, monkeypatch: Any
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    bring(make_person(), ("more.md", text_of(("A query for each seat of the map", "A query", ""))))
    merge = merge_entries(actor=mentor, entry=labels, into=seats)
    refresh_evidence()
    after = clusters()
    refit_by_the_same(monkeypatch)
    assert clusters() == after
    undo_action(actor=mentor, action_pk=merge.pk)
    one = Statement.objects.get(title=SEATS[1][0])
    split_entry(actor=mentor, entry=seats, statement_pks=[one.pk], title="Per seat")
    refresh_evidence()
    after = clusters()
    move_statements(actor=mentor, statement_pks=[one.pk], into=seats)
    refresh_evidence()
    assert clusters() != after
    after = clusters()
    refit_by_the_same(monkeypatch)
    assert clusters() == after


def test_an_entry_that_is_written_takes_the_words_that_name_it(
    mending: None, bring: Any, make_person: Any, mentor: Person
) -> None:
    seats, _ = bring_challenges(make_person, bring)
    made = create_entry(actor=mentor, kind="challenge", title="Seat map", lead="## Fix\n\nJoin.")
    assert Evidence.objects.filter(entry=made).count() == 0
    bring(make_person(), ("other.md", text_of(("Parcels weigh nothing", "They do", "Weigh them"))))
    assert Evidence.objects.filter(entry=made).count() == 2
    assert Entry.objects.get(pk=seats.pk).state == "retired"


def test_erased_words_are_not_kept_to_compare(
    mending: None, bring: Any, make_person: Any, learner: Person
) -> None:
    bring_challenges(make_person, bring)
    words = text_of(("The zeppelin leaks helium", "It leaks", "Patch the seam of the zeppelin"))
    bring(learner, ("own.md", words))
    assert Profile.objects.filter(title__contains="zeppelin").count() == 1
    erase_document(actor=learner, document=Document.objects.get(name="own.md"))
    assert Profile.objects.filter(title__contains="zeppelin").count() == 0
    refresh_evidence()
    assert not Member.objects.exclude(key__in=Statement.objects.values("content_hash")).exists()


def test_a_crash_before_the_end_leaves_what_is_to_be_done(
    mending: None, bring: Any, make_person: Any, learner: Person, monkeypatch: Any
) -> None:
    bring_challenges(make_person, bring)
    before = Evidence.objects.count()

    def crash(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "settle", crash)
        with pytest.raises(AssertionError):
            bring(learner, ("more.md", text_of(("The seat map is slow", "Slow", "Cache the map"))))
    assert Evidence.objects.count() == before
    assert Pending.objects.exists()
    refresh_evidence()
    assert Evidence.objects.count() == before + 1
    assert not Pending.objects.exists()


def test_a_crash_before_the_desk_is_asked_leaves_that_to_the_next_run(
    mending: None, bring: Any, make_person: Any, learner: Person, monkeypatch: Any
) -> None:
    bring_challenges(make_person, bring)
    more = text_of(("Seats are slow", "A query is sent for every single seat", "Prefetch them"))

    def crash(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(asking, "renew_suggestions", crash)
        with pytest.raises(AssertionError):
            bring(learner, ("more.md", more))
    told = Statement.objects.get(document__name="more.md")
    assert Evidence.objects.filter(statement=told).exists(), "its page does not wait"
    assert not Suggestion.objects.filter(statement=told).exists()
    assert Unasked.objects.filter(key=told.content_hash).exists()
    refresh_evidence()
    assert not Unasked.objects.exists()
    asked = questions()
    refit_by_the_same(monkeypatch)
    assert asked == questions()
    assert {told.content_hash} & {key for left, right, _ in asked for key in (left, right)}


def test_who_is_looked_at_again_keeps_its_questions(
    mending: None, bring: Any, make_person: Any, learner: Person, monkeypatch: Any
) -> None:
    """Also where the desk asks about each voice and each cluster in a step of its own."""
    bring_challenges(make_person, bring)
    more = text_of(("Seats are slow", "A query is sent for every single seat", "Prefetch them"))
    bring(learner, ("more.md", more))
    before = set(Suggestion.objects.values_list("pk", "left", "right"))
    assert before
    monkeypatch.setattr(asking, "ASKED", (1, 1))
    look_again_at(*Statement.objects.values_list("content_hash", flat=True))
    refresh_evidence()
    assert set(Suggestion.objects.values_list("pk", "left", "right")) == before


TWINS = "# Notes\n\n## Best practices\n\n- Weigh every parcel twice before it leaves\n\n"


def test_a_page_that_one_voice_is_left_on_goes(
    mending: None, bring: Any, make_person: Any, mentor: Person, monkeypatch: Any
) -> None:
    """A habit in the same words of two people; one of them takes it back."""
    bring_challenges(make_person, bring)
    for name in "ab":
        bring(make_person(), (f"{name}.md", f"{TWINS}{name * 80}\n".encode()))
    habits = Evidence.objects.filter(statement__kind="practice")
    assert habits.filter(entry__isnull=False).count() == 2
    retract_document(actor=mentor, document=Document.objects.get(name="a.md"))
    refresh_evidence()
    assert habits.get().topic is not None
    after = clusters()
    refit_by_the_same(monkeypatch)
    assert clusters() == after


def test_who_is_kept_with_one_that_left_is_asked_again(
    mending: None, bring: Any, make_person: Any, mentor: Person, monkeypatch: Any
) -> None:
    """A decision joined a stranger to a group; the one that it was joined to goes."""
    seats, _ = bring_challenges(make_person, bring)
    stranger = ("Parcels weigh nothing", "The scale says zero", "Put a weight on the scale")
    bring(make_person(), ("other.md", text_of(stranger)))
    one, other = (
        Statement.objects.get(title=title).content_hash for title in (SEATS[0][0], stranger[0])
    )
    left, right = sorted((one, other))
    Decision.objects.create(left=left, right=right, verdict="same")
    look_again_at(one, other)
    refresh_evidence()
    assert Evidence.objects.get(statement__title=stranger[0]).entry == seats
    retract_document(actor=mentor, document=Document.objects.get(name="0.md"))
    refresh_evidence()
    after = clusters()
    refit_by_the_same(monkeypatch)
    assert clusters() == after


def test_an_entry_is_compared_without_waiting_for_a_document(
    mending: None, bring: Any, make_person: Any, mentor: Person
) -> None:
    bring_challenges(make_person, bring)
    made = create_entry(actor=mentor, kind="challenge", title="Seat map", lead="## Fix\n\nJoin.")
    refresh_evidence()
    assert Evidence.objects.filter(entry=made).count() == 2


@pytest.mark.parametrize("few", [0, 2000])
def test_erased_words_that_come_again_are_read_anew(
    monkeypatch: Any, few: int, bring: Any, make_person: Any, learner: Person
) -> None:
    monkeypatch.setattr(refresh, "FEW", few)
    bring_challenges(make_person, bring)
    words = text_of(("The zeppelin leaks helium", "It leaks", "Patch the seam of the zeppelin"))
    bring(learner, ("own.md", words))
    erase_document(actor=learner, document=Document.objects.get(name="own.md"))
    refresh_evidence()
    assert set(Profile.objects.values_list("key", flat=True)) <= set(
        Statement.objects.values_list("content_hash", flat=True)
    )
    bring(make_person(), ("again.md", words + b"\nMore.\n"))
    page = Evidence.objects.get(statement__title="The zeppelin leaks helium").entry
    assert page is not None
    assert page.title == "The zeppelin leaks helium"


@pytest.mark.parametrize("few", [0, 2000])
def test_erased_words_that_come_again_at_once_stand_where_they_stood(
    monkeypatch: Any, few: int, bring: Any, make_person: Any
) -> None:
    """No run came in between: what was compared of them is empty, and their place is still there."""
    monkeypatch.setattr(refresh, "FEW", few)
    monkeypatch.setattr(refresh, "GROWN", 1000)
    habits = ["Write unit tests for every function", "Cover new code with automated tests"]
    for number, habit in enumerate(habits):
        text = f"# Notes\n\n## Best practices\n\n- {habit}\n"
        bring(make_person(), (f"{number}.md", text.encode()))
    before = clusters(), groups()
    assert len(before[0]) == 1
    first = Document.objects.get(name="0.md")
    text = first.current.text if first.current else ""
    erase_document(actor=first.author, document=first)
    bring(make_person(), ("again.md", text.encode()))
    assert (clusters(), groups()) == before


def test_later_words_go_back_with_what_was_undone(
    mending: None, bring: Any, make_person: Any, mentor: Person
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    one = Statement.objects.get(title=SEATS[0][0])
    action = move_statements(actor=mentor, statement_pks=[one.pk], into=labels)
    assert action is not None
    bring(make_person(), ("later.md", text_of(SEATS[0]) + b"Later.\n"))
    told = Evidence.objects.filter(statement__content_hash=one.content_hash)
    assert set(told.values_list("entry_id", flat=True)) == {labels.pk}
    undo_action(actor=mentor, action_pk=action.pk)
    refresh_evidence()
    assert set(told.values_list("entry_id", flat=True)) == {seats.pk}


def test_titles_are_read_again_only_for_other_names(
    mending: None, bring: Any, make_person: Any, mentor: Person, monkeypatch: Any
) -> None:
    bring_challenges(make_person, bring)
    made = create_entry(actor=mentor, kind="challenge", title="Seat map", lead="## Fix\n\nJoin.")
    refresh_evidence()
    read: list[str] = []
    again = mending_module.rename_voices
    monkeypatch.setattr(
        mending_module,
        "rename_voices",
        lambda fit, names: read.append(fit.kind) or again(fit, names),
    )
    save_lead(actor=mentor, entry=made, expected_version=1, lead="## Fix\n\nPrefetch.")
    refresh_evidence()
    assert read == []
    rename(actor=mentor, entry=Entry.objects.get(pk=made.pk), title="Map of seats")
    refresh_evidence()
    assert read == ["challenge"]


def test_who_stands_apart_from_an_entry_has_the_page_that_was_made(
    bring: Any, make_person: Any, mentor: Person
) -> None:
    """Of a group that an entry took, one voice was said to be another thing: it knows its page."""
    bring_challenges(make_person, bring)
    made = create_entry(actor=mentor, kind="challenge", title="Seat map", lead="## Fix\n\nJoin.")
    apart = Statement.objects.get(title=SEATS[1][0]).content_hash
    left, right = sorted((apart, entry_key(made.pk)))
    Decision.objects.create(left=left, right=right, verdict="different")
    Evidence.objects.filter(statement__content_hash=apart).delete()
    Entry.objects.exclude(pk=made.pk).filter(kind="challenge").delete()
    refresh_evidence(whole=True)
    stands = dict(Evidence.objects.values_list("statement__content_hash", "entry_id"))
    assert made.pk != stands[apart]
    known = Member.objects.filter(fit__is_current=True, fit__kind="challenge")
    assert dict(known.values_list("key", "entry_id")) == {k.key: stands[k.key] for k in known}


def test_a_question_that_is_asked_again_keeps_its_id(
    bring: Any, make_person: Any, monkeypatch: Any
) -> None:
    """Who skipped it, or looks at it, meets the same one after the next import, whichever way."""
    monkeypatch.setattr("bench.statements.AGAIN", 0.6)
    words = list(write_statements(CONTENT, 90, 1))
    bring(
        make_person(),
        *((f"{n}.md", document(words[n : n + 10], "Redis")) for n in range(0, 60, 10)),
    )
    before = {
        frozenset(row[1:]): row[0] for row in Suggestion.objects.values_list("pk", "left", "right")
    }
    assert len(before) > 5
    for few in (10_000, 0):  # fitted anew, then mended
        monkeypatch.setattr(refresh, "FEW", few)
        monkeypatch.setattr(refresh, "GROWN", 1000)
        bring(
            make_person(),
            (f"few-{few}.md", document(words[60:75] if few else words[75:90], "Redis")),
        )
        after = {
            frozenset(row[1:]): row[0]
            for row in Suggestion.objects.values_list("pk", "left", "right")
        }
        asked_again = before.keys() & after.keys()
        assert len(asked_again) > 5
        assert {asked: before[asked] for asked in asked_again} == {
            asked: after[asked] for asked in asked_again
        }
        assert Suggestion.objects.count() == len(after), "nothing is asked twice"
        before = after
