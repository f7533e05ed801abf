"""A transaction that begins once the new password is hashed.

Argon2 takes a tenth of a second on purpose; SQLite has one writer, and nobody is to wait for that.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
_page: ContextVar[ExitStack | None] = ContextVar("page that sets a password", default=None)


def at_once_after_hashing(view: View) -> View:
    """The view, whose writes from `begin_writing` on stand or fall together."""

    @wraps(view)
    def setting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with ExitStack() as page:
            token = _page.set(page)
            try:
                return view(request, *args, **kwargs)
            finally:
                _page.reset(token)

    return setting


def begin_writing() -> None:
    """The page's transaction begins here; elsewhere than on such a page, nothing happens."""
    page = _page.get()
    if page is not None:
        page.enter_context(transaction.atomic())
