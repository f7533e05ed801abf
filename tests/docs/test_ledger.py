"""Every capability is offered by every face, or a reason says why not."""

from __future__ import annotations

from scripts.write_ledger import PAGE, WITHOUT, ledger, rows


def test_no_face_lacks_a_capability_without_a_reason() -> None:
    lacking = [
        (name, face) for name, _, offered in rows() for face, how in offered.items() if not how
    ]
    assert lacking == []


def test_no_reason_outlives_what_it_excuses() -> None:
    used = {
        (name.partition(": ")[2], face)
        for name, _, offered in rows()
        for face, how in offered.items()
        if how != "yes"
    }
    assert set(WITHOUT) == used


def test_every_write_is_on_all_faces() -> None:
    writes = [row for row in rows() if row[0].endswith((": save_lead", ": erase_document"))]
    assert [set(offered.values()) for _, _, offered in writes] == [{"yes"}, {"yes"}]


def test_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == ledger(), "run make ledger"
