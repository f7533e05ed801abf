"""The curator's desk: today's questions, what was done, and an entry taken in hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nexus.common.errors import Conflict, Invalid
from nexus.common.ids import decode_id
from nexus.curation import desk, services
from nexus.curation import selectors as curation
from nexus.curation.models import Action
from nexus.curation.services.undoing import may_undo
from nexus.documents.selectors import get_document
from nexus.library import selectors
from nexus.library.models import KIND_OF_SECTION, Entry, Kind
from nexus.library.services import publish_entry
from nexus.web.asked import asked
from nexus.web.named import named_entry
from nexus.web.paging import page_of

SURE = 0.55  # likeness from which the desk offers to accept all suggestions at once


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """Today's questions; the first one open, or the one that `question` names."""
    questions = desk.list_questions(viewer=request.user)
    wanted = asked(request, "question")
    current = desk.find_question(viewer=request.user, key=wanted, among=questions)
    # One key takes it back at once, so it is never what somebody else decided meanwhile, nor what
    # followed from writing a page.
    mine = desk.list_actions(viewer=request.user).filter(person=request.user.pk, undone_at=None)
    mine = mine.exclude(kind=Action.Kind.KEEP)
    context: dict[str, Any] = {
        "questions": questions,
        "current": current,
        "minutes": max(1, round(len(questions) * desk.MINUTES / desk.TODAY)),
        "last_action": mine.first(),
        "sure": SURE,
        "sure_count": desk.list_suggestions(viewer=request.user).filter(score__gte=SURE).count(),
    }
    if current is not None and current.suggestion is not None:
        context["left"], context["right"] = desk.sides_of(current.suggestion)
    elif current is not None and current.kind == "unsolved" and current.entry is not None:
        # A page that nobody wrote yet is what its voices say.
        context["voices"] = curation.list_voices(viewer=request.user, entry=current.entry, most=1)
    return render(request, "pages/desk.html", context)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """One keystroke: the same, not the same, or skipped; then the next question."""
    key = request.POST.get("question", "")[:170]
    verdict = request.POST.get("answer", "")
    try:
        if verdict == "skip":
            services.skip_question(actor=request.user, question=key)
        elif verdict in {"same", "different"} and key.startswith("merge:"):
            pk = decode_id("suggestion", key.removeprefix("merge:"))
            action = services.answer_suggestion(
                actor=request.user, suggestion_pk=pk, same=verdict == "same"
            )
            messages.success(request, f"{action.text}.")
        else:
            raise Invalid("Answer with the same, different or skip.")
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect("/desk/")


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """What all suggestions from a likeness on would join; posted, they are accepted at once."""
    text = request.POST.get("score", "") if request.method == "POST" else asked(request, "score")
    try:
        score = float(text or SURE)
    except ValueError as error:
        raise Invalid("That is no likeness; give a number between 0 and 1.") from error
    if request.method != "POST":
        found = desk.list_suggestions(viewer=request.user, score=score)
        context = {"score": f"{score:g}", "count": found.count(), "most": services.MOST_AT_ONCE}
        context["pairs"] = found[: services.MOST_AT_ONCE]
        return render(request, "pages/desk_accept.html", context)
    done = services.accept_above(actor=request.user, score=score)
    messages.success(request, f"{len(done)} accepted. Each can be undone in the log.")
    return redirect("/desk/log/")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who decided what and when."""
    page = page_of(request, desk.list_actions(viewer=request.user))
    undoable = {
        action.pk
        for action in page.items
        if request.user.is_authenticated and may_undo(request.user, action)
    }
    return render(request, "pages/desk_log.html", {"page": page, "undoable": undoable})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an action back."""
    try:
        action = services.undo_action(actor=request.user, action_pk=pk)
        messages.success(request, f"Undone: {action.text}.")
    except Conflict as error:
        messages.warning(request, error.message)
    return redirect(back_to(request, "/desk/log/"))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of this hub that the form names."""
    path = request.POST.get("next", "")
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else otherwise


@require_http_methods(["GET", "HEAD", "POST"])
def curate(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """An entry taken in hand: merge, split, move, rename, wording, best solution."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    actions = desk.list_actions(viewer=request.user, entry=entry.pk)
    problem = ""
    if request.method == "POST":
        try:
            done = change(request, entry_in_hand(request, entry, slug))
        except (Invalid, Conflict) as error:
            problem = " ".join((error.message, *error.fields.values()))
        else:
            entry.refresh_from_db()
            if done is not None:
                messages.success(request, f"{done.text}.")
            here = entry.merged_into or entry
            return redirect(f"{here.get_absolute_url()}/curate/")
    context = {
        "entry": entry,
        "voices": curation.list_voices(
            viewer=request.user, entry=entry, most=curation.MOST_OF_ALL, folded=False
        ),
        "solutions": selectors.list_solutions(viewer=request.user, entry=entry)
        if entry.kind == Kind.CHALLENGE
        else [],
        "actions": actions[:20],
        "problem": problem,
        "ticked": ticked(request.POST) if problem else (),
        "filled": filled(request.POST, entry),
    }
    return render(request, "pages/curate.html", context, status=422 if problem else 200)


def entry_in_hand(request: HttpRequest, entry: Entry, slug: str) -> Entry:
    """The entry of the form: not the one that it was merged into meanwhile. Raises Conflict."""
    posted = (
        entry if entry.slug == slug else Entry.objects.filter(kind=entry.kind, slug=slug).first()
    )
    return desk.get_entry_in_hand(viewer=request.user, pk=(posted or entry).pk)


def ticked(post: QueryDict) -> set[int]:
    """Statements that stay ticked when a form is shown again; those that are ids."""
    names = post.getlist("statements")
    return {int(name) for text in names if (name := text.removeprefix("statement-")).isdecimal()}


def filled(post: QueryDict, entry: Entry) -> dict[str, str]:
    """What stands in the forms' texts: what was sent, in the form that it was sent from."""
    done = post.get("do", "")
    title, into = post.get("title", ""), post.get("into", "")
    words = done in {"split", "move", "words"}
    return {
        "split_title": title if words else "",
        "move_into": into if words else "",
        "merge_into": into if done == "merge" else "",
        "title": title if done == "rename" else entry.title,
    }


def meant(post: QueryDict) -> str:
    """What a form asks for; Enter in the form of words means the text that is filled in."""
    done = post.get("do", "")
    if done != "words":
        return done
    title, into = post.get("title", "").strip(), post.get("into", "").strip()
    if bool(title) == bool(into):
        raise Invalid("Give either a title to split them off, or an entry to move them to.")
    return "split" if title else "move"


def change(request: HttpRequest, entry: Entry) -> Action | None:
    """What the form asks for. Raises Invalid, Conflict."""
    post, actor = request.POST, request.user
    statements = [decode_id("statement", name) for name in post.getlist("statements")]
    match meant(post):
        case "merge":
            into = named_entry(actor, post.get("into", ""), "into")
            return services.merge_entries(actor=actor, entry=entry, into=into)
        case "move":
            into = named_entry(actor, post.get("into", ""), "into")
            return services.move_statements(actor=actor, statement_pks=statements, into=into)
        case "split":
            action, _ = services.split_entry(
                actor=actor, entry=entry, statement_pks=statements, title=post.get("title", "")
            )
            return action
        case "rename":
            return services.rename(actor=actor, entry=entry, title=post.get("title", ""))
        case "wording":
            pk = decode_id("statement", post.get("statement", ""))
            return services.choose_wording(actor=actor, entry=entry, statement_pk=pk)
        case "best":
            named = post.get("solution", "")
            solutions = selectors.list_solutions(viewer=actor, entry=entry)
            solution = solutions.filter(pk=decode_id("solution", named)).first() if named else None
            if named and solution is None:
                raise Invalid(
                    "That solution is not here any more. Load the page again.",
                    fields={"solution": "Choose one of this challenge's solutions."},
                )
            return services.mark_best_solution(actor=actor, entry=entry, solution=solution)
    raise Invalid("Say what to do: merge, move, split, rename, wording or best.")


@require_POST
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a document count for nothing, or again."""
    document = get_document(viewer=request.user, pk=pk)
    if request.POST.get("confirm") != "retract":
        raise Invalid("Tick the box to say that you mean it.")
    action = services.retract_document(actor=request.user, document=document)
    if action is not None:
        messages.success(
            request,
            "Retracted: nothing it says counts until you undo it here.",
        )
    return redirect(document.get_absolute_url())


@require_safe
def retired(request: HttpRequest) -> HttpResponse:
    """What left the reference, and can come back."""
    entries = selectors.list_retired(viewer=request.user)
    return render(request, "pages/retired.html", {"page": page_of(request, entries)})


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """A retired entry comes back."""
    entry = selectors.get_entry_to_publish(viewer=request.user, pk=pk)
    entry = publish_entry(actor=request.user, entry=entry)
    messages.success(request, f"“{entry.title}” is in the reference again.")
    return redirect(entry.get_absolute_url())
