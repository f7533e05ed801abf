"""One keyset paginator for REST and GraphQL: pages by the last row's values, never by offset.

A page costs the same wherever it is, and rows written meanwhile neither repeat nor vanish.
"""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

from nexus.common.errors import Invalid

M = TypeVar("M", bound=Model)
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows in the asked order; cursors of the first and last row, empty when there are none."""

    items: list[M]
    start_cursor: str
    end_cursor: str
    has_next: bool
    has_previous: bool


def list_sign(queryset: QuerySet[M], order: Sequence[tuple[str, bool]]) -> str:
    """Another one for other rows or another order: a cursor is of one list."""
    return sign_of(f"{queryset.model._meta.label} {order}")


def sign_of(text: str) -> str:
    return blake2b(text.encode(), digest_size=3).hexdigest()


def encode_cursor(sign: str, values: Sequence[Any]) -> str:
    plain = [sign, *(v.isoformat() if isinstance(v, datetime) else v for v in values)]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def is_plain(value: Any) -> bool:
    """What a column may hold: a text without NUL, or a number within 64 bits."""
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, int | float) and -(2**63) <= value < 2**63


def decode_cursor(text: str, sign: str, width: int | None = None) -> list[Any]:
    """Raises Invalid for anything that encode_cursor did not make for this list.

    `width` is how many values it has, where that is known.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError, RecursionError):
        values = None
    good = isinstance(values, list) and values[:1] == [sign]
    if not good or width not in (None, len(values) - 1) or not all(is_plain(v) for v in values):
        raise Invalid(
            "That cursor cannot be used. Take it from `next` or `pageInfo` of the same list.",
            fields={"cursor": "Not a cursor of this list."},
        )
    return list(values[1:])


def ordering_of(queryset: QuerySet[M]) -> list[tuple[str, bool]]:
    """[(field, descending)] of the queryset's own order, which must end in a unique field."""
    found = []
    for name in queryset.query.order_by:
        text = str(name)
        field = text.removeprefix("-")
        found.append(("id" if field == "pk" else field, text.startswith("-")))
    if not found or found[-1][0] != "id":
        raise ValueError("A keyset page needs an order that ends in the primary key.")
    return found


def value_of(item: Model, field: str) -> Any:
    value: Any = item
    for part in field.split("__"):
        value = getattr(value, part)
    return value


def after_values(order: Sequence[tuple[str, bool]], values: Sequence[Any], *, back: bool) -> Q:
    """Rows strictly beyond the values, in the order (or against it)."""
    condition = Q()
    equal = Q()
    for (field, descending), value in zip(order, values, strict=True):
        parsed = parse_datetime(value) if isinstance(value, str) and field.endswith("_at") else None
        value = parsed or value
        operator = "lt" if descending != back else "gt"
        condition |= equal & Q(**{f"{field}__{operator}": value})
        equal &= Q(**{field: value})
    return condition


@dataclass(frozen=True, slots=True)
class Cut:
    """Which rows of a list are a page: all that is asked of the list but its own rows."""

    order: tuple[tuple[str, bool], ...]
    sign: str
    size: int
    is_after: bool
    is_before: bool
    back: bool

    def page_of(self, found: Iterable[Any]) -> Page[Any]:
        """The page that the rows of `cut` are: one more of them says that others follow.

        They are read here. Raises Invalid for values that the database cannot compare with.
        """
        with refusing(is_asked=self.is_after or self.is_before):
            rows = list(found)
        more = len(rows) > self.size
        rows = rows[: self.size]
        if self.back:
            rows.reverse()
        cursors = [
            encode_cursor(self.sign, [value_of(r, f) for f, _ in self.order])
            for r in (rows[:1] + rows[-1:])
        ]
        return Page(
            items=rows,
            start_cursor=cursors[0] if rows else "",
            end_cursor=cursors[1] if rows else "",
            has_next=(more if not self.back else self.is_before),
            has_previous=(more if self.back else self.is_after),
        )


def refuse_size(size: int) -> None:
    """Raises Invalid for a page that is none."""
    if not 1 <= size <= LARGEST_PAGE:
        raise Invalid(
            f"A page has 1 to {LARGEST_PAGE} items.", fields={"limit": f"1 to {LARGEST_PAGE}."}
        )


def cut(
    queryset: QuerySet[M], *, size: int, after: str = "", before: str = "", from_end: bool = False
) -> tuple[QuerySet[M], Cut]:
    """The rows of a page of at most `size` rows after (or before) a cursor, or from the end.

    Raises Invalid for a bad size or cursor.
    """
    refuse_size(size)
    order = ordering_of(queryset)
    sign = list_sign(queryset, order)
    back = (bool(before) or from_end) and not after
    if after or before:
        with refusing(is_asked=True):
            values = decode_cursor(after or before, sign, len(order))
            queryset = queryset.filter(after_values(order, values, back=back))
    if back:
        queryset = queryset.order_by(*(F(f).asc() if down else F(f).desc() for f, down in order))
    return queryset[: size + 1], Cut(tuple(order), sign, size, bool(after), bool(before), back)


def paginate(
    queryset: QuerySet[M], *, size: int, after: str = "", before: str = "", from_end: bool = False
) -> Page[M]:
    """A page of at most `size` rows after (or before) a cursor, or from the end; one query.

    Raises Invalid for a bad size or cursor.
    """
    rows, asked = cut(queryset, size=size, after=after, before=before, from_end=from_end)
    return asked.page_of(rows)


def paginate_rows(
    rows: Sequence[Any],
    place: Callable[[Any], tuple[Any, ...]],
    *,
    name: str,
    size: int,
    after: str = "",
    before: str = "",
) -> Page[Any]:
    """The same of rows that are at hand, in the order of their places, no two of which are equal.

    `name` is the list's. Raises Invalid for a bad size or cursor.
    """
    refuse_size(size)
    sign, places = sign_of(name), [place(row) for row in rows]
    first, last = 0, len(rows)
    if after or before:
        with refusing(is_asked=True):
            values = tuple(decode_cursor(after or before, sign))
            if after:
                first = bisect_right(places, values)
            else:
                last = bisect_left(places, values)
                first = max(0, last - size)
    last = min(first + size, last)
    shown = places[first:last]
    cursors = [encode_cursor(sign, one) for one in shown[:1] + shown[-1:]]
    return Page(
        items=list(rows[first:last]),
        start_cursor=cursors[0] if cursors else "",
        end_cursor=cursors[1] if cursors else "",
        has_next=last < len(rows),
        has_previous=first > 0,
    )


@contextmanager
def refusing(*, is_asked: bool) -> Iterator[None]:
    """Values that no row can have are a mistake of who asks: in the cursor, or in a filter."""
    try:
        yield
    except (ValueError, TypeError, OverflowError, ValidationError) as error:
        if is_asked:
            message, wrong = "That cursor cannot be used.", {"cursor": "Not of this list."}
            raise Invalid(message, fields=wrong) from error
        raise Invalid("A filter cannot be used: its value is out of range.") from error
