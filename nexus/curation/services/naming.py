"""What maintainers say of names: terms, their spellings, what is an ordinary word too.

The files of content/lexicon stay as they are; what is said here is rows beside them. Pages that
go by a name which stands for another term from now on become part of that term's page in the
same action; all other words follow by a job.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.utils import timezone

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer
from nexus.common.errors import Invalid, NotFound
from nexus.common.masking import mask
from nexus.common.wording import TERM_NAME, at_most, one_of
from nexus.consolidation import LexiconTerm as Term
from nexus.consolidation import key_of, slugify
from nexus.curation.models import Action
from nexus.curation.services.acting import Act, acting
from nexus.curation.services.gathering import gather, release, retitle_page
from nexus.documents.caches import lexicon_changed, read_lexicon, shipped_lexicon
from nexus.documents.models import NAMED_KINDS, LexiconSpelling, LexiconTerm
from nexus.jobs.services import create_job

LONGEST_NAME = 60
MOST_ALIASES = 50


@contextmanager
def changing(actor: Viewer) -> Iterator[Act]:
    """One action on the lexicon, with what follows from it at once."""
    with acting(actor, Action.Kind.LEXICON, "change the lexicon", role=Role.MAINTAINER) as act:
        before = read_lexicon()
        yield act
        if act.journal.lines:
            gather(act, before, read_lexicon())
            announce(act.person)


def announce(person: Person) -> None:
    """Every process hears of the change, and evidence follows. In the caller's transaction."""
    lexicon_changed()
    create_job(kind="consolidation", payload={}, requested_by=person)


def add_term(
    *,
    actor: Viewer,
    kind: str,
    name: str,
    aliases: Sequence[str] = (),
    ambiguous: bool = False,
) -> Action:
    """A new technology or concept with its spellings. Raises SignInNeeded, NotAllowed, Invalid."""
    with changing(actor) as act:
        kind, name = check_kind(kind), check_name(name, "name")
        if len(aliases) > MOST_ALIASES:
            raise Invalid(
                "These are too many.", fields={"aliases": f"At most {MOST_ALIASES} at once."}
            )
        spellings = [check_name(alias, "aliases") for alias in aliases]
        for text, field in [(name, "name"), *((text, "aliases") for text in spellings)]:
            refuse_taken(text, field)
        slug = free_term_slug(name)
        act.text = f"Added the {kind} “{name}” to the lexicon"
        act.about(f"term:{slug}", f"name:{key_of(name)}")
        shipped = LexiconTerm.objects.filter(slug=slug)
        for row in shipped:  # one that was taken out comes back as it is described now
            act.journal.delete(row)
        act.journal.create(
            LexiconTerm(slug=slug, name=name, kind=kind, ambiguous=ambiguous, person=act.person)
        )
        lead_spellings(act, spellings, slug)
    assert act.action is not None
    return act.action


def change_term(
    *,
    actor: Viewer,
    slug: str,
    name: str | None = None,
    kind: str | None = None,
    ambiguous: bool | None = None,
) -> Action | None:
    """Correct a term; None when it is so already. The name it had goes on standing for it.

    Raises SignInNeeded, NotAllowed, NotFound, Invalid.
    """
    with changing(actor) as act:
        term = get_lexicon_term(slug)
        wanted = Term(
            term.name if name is None else check_name(name, "name"),
            term.kind if kind is None else check_kind(kind),
            term.slug,
            term.aliases,
            term.ambiguous if ambiguous is None else ambiguous,
        )
        if wanted == term:
            return None
        refuse_taken(wanted.name, "name", but=slug)
        act.text = f"Changed “{term.name}” in the lexicon: {describe(term, wanted)}"
        act.about(f"term:{slug}", f"name:{key_of(term.name)}", f"name:{key_of(wanted.name)}")
        write_term(act, wanted)
        if key_of(wanted.name) != key_of(term.name):
            lead_spellings(act, [term.name], slug)
            retitle_page(act, term, wanted.name)
    return act.action


def remove_term(*, actor: Viewer, slug: str) -> Action:
    """Take a term out; its names stand for nothing, and its page keeps what stands on it.

    Raises SignInNeeded, NotAllowed, NotFound.
    """
    with changing(actor) as act:
        term = get_lexicon_term(slug)
        act.text = f"Took “{term.name}” out of the lexicon"
        act.about(f"term:{slug}", *(f"name:{key_of(n)}" for n in (term.name, *term.aliases)))
        for row in LexiconSpelling.objects.filter(slug=slug):
            act.journal.delete(row)
        if slug in shipped_lexicon().terms:
            write_term(act, term, removed=True)
        else:
            act.journal.delete(LexiconTerm.objects.get(slug=slug))
    assert act.action is not None
    return act.action


def add_alias(*, actor: Viewer, slug: str, alias: str) -> Action | None:
    """Another spelling of a term; None when it is one already.

    A page of that name which nobody wrote becomes part of the term's page.
    Raises SignInNeeded, NotAllowed, NotFound, Invalid (another term has it).
    """
    with changing(actor) as act:
        term = get_lexicon_term(slug)
        text = check_name(alias, "alias")
        holder = read_lexicon().spelled(text)
        if holder is not None and holder.slug == slug:
            return None
        refuse_taken(text, "alias")
        act.text = f"“{text}” stands for “{term.name}”"
        act.about(f"term:{slug}", f"name:{key_of(text)}")
        lead_spellings(act, [text], slug)
    return act.action


def remove_alias(*, actor: Viewer, slug: str, alias: str) -> Action:
    """A spelling stands for the term no more; words under that name get a page of their own.

    Raises SignInNeeded, NotAllowed, NotFound, Invalid.
    """
    with changing(actor) as act:
        term = get_lexicon_term(slug)
        key = key_of(alias)
        text = next((known for known in term.aliases if key_of(known) == key), None)
        if key == key_of(term.name):
            raise Invalid(
                f"“{term.name}” is the name of the term itself.",
                fields={"alias": "Give the term another name, or take it out."},
            )
        if text is None:
            raise Invalid(
                f"“{term.name}” has no such spelling.",
                fields={"alias": "Name one that it has."},
            )
        act.text = f"“{text}” stands for “{term.name}” no more"
        act.about(f"term:{slug}", f"name:{key}")
        if shipped_lexicon().spelled(text) is None:
            act.journal.delete(LexiconSpelling.objects.get(key=key))
        else:
            lead_spellings(act, [text], "")
        release(act, term, key)
    assert act.action is not None
    return act.action


def get_lexicon_term(slug: str) -> Term:
    """A term as it stands. Raises NotFound."""
    term = read_lexicon().terms.get(slug)
    if term is None:
        raise NotFound(f"There is no term “{slug[:80]}” in the lexicon.")
    return term


def check_name(text: str, field: str) -> str:
    """White space folded. Raises Invalid for what cannot be a name."""
    if "\x00" in text:
        raise Invalid("That name holds a NUL.", fields={field: "Remove it."})
    text = " ".join(text.split())
    if not text:
        raise Invalid("A name is missing.", fields={field: TERM_NAME})
    if len(text) > LONGEST_NAME:
        raise Invalid(
            f"“{text[:40]}…” is too long for a name.",
            fields={field: at_most(LONGEST_NAME)},
        )
    if not key_of(text) or not slugify(text):
        raise Invalid(
            f"“{text}” cannot be compared with other names.",
            fields={field: "It needs a letter from a to z or a digit."},
        )
    if mask(text, keep_reserved=True).text != text:
        raise Invalid("That is no name.", fields={field: "Leave contact details and keys out."})
    return text


def check_kind(kind: str) -> str:
    if kind not in NAMED_KINDS:
        raise Invalid("Of which kind is it?", fields={"kind": one_of(NAMED_KINDS)})
    return kind


def refuse_taken(text: str, field: str, *, but: str = "") -> None:
    """Raises Invalid that says whose name or alias it is."""
    holder = read_lexicon().spelled(text)
    if holder is None or holder.slug == but:
        return
    if key_of(holder.name) == key_of(text):
        raise Invalid(
            f"“{text}” is the name of the {holder.kind} “{holder.name}”.",
            fields={field: "Add a spelling there, or choose another name."},
        )
    raise Invalid(
        f"“{text}” is a spelling of the {holder.kind} “{holder.name}”.",
        fields={field: f"Take it from “{holder.name}” first, or choose another."},
    )


def free_term_slug(name: str) -> str:
    """The address of a new term; with a number behind when another one has it."""
    terms = read_lexicon().terms
    base = slug = slugify(name)
    number = 1
    while slug in terms:
        number += 1
        slug = f"{base}-{number}"
    return slug


def write_term(act: Act, term: Term, *, removed: bool = False) -> None:
    values = {
        "name": term.name,
        "kind": term.kind,
        "ambiguous": term.ambiguous,
        "removed": removed,
        "person": act.person,
        "at": timezone.now(),
    }
    row = LexiconTerm.objects.filter(slug=term.slug).first()
    if row is None:
        act.journal.create(LexiconTerm(slug=term.slug, **values))
    else:
        act.journal.change(row, **values)


def lead_spellings(act: Act, texts: Iterable[str], slug: str) -> None:
    """Let spellings stand for a term, or for nothing."""
    known = {row.key: row for row in LexiconSpelling.objects.filter(key__in=map(key_of, texts))}
    for key, text in {key_of(text): text for text in texts}.items():
        act.about(f"name:{key}")
        if key in known:
            act.journal.change(
                known[key], text=text, slug=slug, person=act.person, at=timezone.now()
            )
        else:
            act.journal.create(LexiconSpelling(key=key, text=text, slug=slug, person=act.person))


def describe(before: Term, after: Term) -> str:
    """What differs, in words."""
    said = []
    if before.name != after.name:
        said.append(f"it is called “{after.name}”")
    if before.kind != after.kind:
        said.append(f"it is a {after.kind}")
    if before.ambiguous != after.ambiguous:
        said.append("an ordinary word too" if after.ambiguous else "never an ordinary word")
    return ", ".join(said)
