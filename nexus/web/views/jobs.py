"""What the hub works on, and what it gave up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nexus.accounts.policies import can_manage_people
from nexus.common.errors import Invalid
from nexus.jobs import letters, selectors
from nexus.jobs.models import JobState
from nexus.jobs.registry import about
from nexus.jobs.services import can_retry_job, cancel_job, retry_job
from nexus.web.asked import asked
from nexus.web.paging import page_of


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What runs, waits and ended: one's own, and for mentors everybody's."""
    found = selectors.list_jobs(viewer=request.user)
    state = asked(request, "state")
    if state in JobState.values:
        found = found.filter(state=state)
    page = page_of(request, found)
    context = {
        "page": page,
        "rows": [(j, about(j.kind).title, can_retry_job(request.user, j)) for j in page.items],
        "states": JobState.choices,
        "state": state,
        "sees_letters": can_manage_people(request.user),
    }
    return render(request, "pages/jobs.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job before its next step."""
    try:
        cancel_job(actor=request.user, job=selectors.get_job(viewer=request.user, pk=pk))
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Stopped. What was done already stays.")
    return redirect("/jobs/")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Do a job after all."""
    try:
        retry_job(actor=request.user, job=selectors.get_job(viewer=request.user, pk=pk))
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is tried again.")
    return redirect("/jobs/")


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Dead letters, for maintainers."""
    settled = asked(request, "settled") == "yes"
    found = letters.list_letters(viewer=request.user, settled=settled)
    context = {"page": page_of(request, found), "settled": settled}
    return render(request, "pages/letters.html", context)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it done after all."""
    found = letters.get_letter(viewer=request.user, pk=pk)
    try:
        letters.resend_letter(actor=request.user, letter=found)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is on its way again.")
    return redirect("/jobs/letters/")


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is done about it."""
    found = letters.get_letter(viewer=request.user, pk=pk)
    try:
        letters.drop_letter(actor=request.user, letter=found)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Dropped.")
    return redirect("/jobs/letters/")
