"""Parameters of an address: each is looked at, has its type, or is refused."""

from __future__ import annotations

from rest_framework.request import Request

from nexus.common.errors import Invalid
from nexus.common.ids import decode_id
from nexus.common.text import whole_number
from nexus.common.wording import one_of

ASKED = "nexus.asked"
# What names several: written with commas, repeated, or both.
LISTED = frozenset(("fields", "ids", "include"))


def parameter(request: Request, name: str) -> str:
    """A parameter of the address as it came, and that it was looked at; "" when it is missing.

    What names several is one text with commas, however it was written. Raises Invalid for one
    that no text can hold, and for another that is repeated: who filters by two would get one.
    """
    request.parser_context.setdefault(ASKED, set()).add(name)
    values = request.query_params.getlist(name)
    if len(values) > 1 and name not in LISTED:
        raise Invalid("A parameter is repeated.", fields={name: "Name it once, with one value."})
    value = ",".join(values)
    if "\0" in value:
        raise Invalid("A parameter cannot be used.", fields={name: "It holds a NUL character."})
    return value


def refuse_unknown(request: Request) -> None:
    """Raises Invalid for parameters that nothing looked at: who filters by them would get all."""
    asked = request.parser_context.get(ASKED, set())
    unknown = sorted(set(request.query_params) - asked)
    if unknown:
        known = one_of(sorted(asked)) if asked else "None is taken here."
        raise Invalid(
            f"“{unknown[0][:40]}” is no parameter of this address.",
            fields={name[:80]: known for name in unknown[:10]},
        )


def given(request: Request, name: str) -> str:
    """The same of one that has a type: it is there with a value, or not at all."""
    value = parameter(request, name)
    if not value and name in request.query_params:
        raise Invalid("A parameter is empty.", fields={name: "Give a value, or leave it out."})
    return value


def number(request: Request, name: str, default: int) -> int:
    """A whole number from the query; raises Invalid."""
    text = given(request, name)
    if not text:
        return default
    found = whole_number(text)
    if found is None:
        wrong = "is below 0" if text[:1] == "-" and whole_number(text[1:]) else "is not a number"
        raise Invalid(f"“{text[:40]}” {wrong}.", fields={name: "Give a whole number from 0 on."})
    return found


def fraction(request: Request, name: str) -> float | None:
    """A number with a point from the query, or None when it is not asked; raises Invalid."""
    text = given(request, name)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise Invalid(
            f"“{text[:40]}” is not a number.", fields={name: "Give a number such as 0.5."}
        ) from error


def choice(request: Request, name: str, allowed: list[str], default: str = "") -> str:
    """One of the allowed values, or the default; raises Invalid."""
    text = given(request, name) or default
    if text and text not in allowed:
        raise Invalid(f"“{text[:40]}” is no {name}.", fields={name: one_of(allowed)})
    return text


def flag(request: Request, name: str) -> bool | None:
    """true, false, or None when it is not asked; raises Invalid."""
    text = given(request, name).lower()
    if not text:
        return None
    if text not in {"true", "false", "1", "0"}:
        raise Invalid(f"“{text[:40]}” is neither true nor false.", fields={name: "true or false."})
    return text in {"true", "1"}


def text(request: Request, name: str) -> str:
    return parameter(request, name).replace("\x00", "")[:300]


def id_of(request: Request, name: str, kind: str) -> int | None:
    """The number of an id such as entry-12, or None when it is not asked; raises NotFound."""
    value = text(request, name)
    return decode_id(kind, value) if value else None
