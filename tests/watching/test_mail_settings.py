"""How mail leaves the hub."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.env import EnvironmentError as Wrong
from config.mail import mail_settings

SENDER = "hub@hub.example"


def test_a_password_never_goes_in_the_clear() -> None:
    at = Path("mail")
    named = mail_settings("smtp://hub:p%40ss@mail.example", SENDER, at)
    assert (named["EMAIL_HOST_PASSWORD"], named["EMAIL_PORT"]) == ("p@ss", 587)
    assert (named["EMAIL_USE_TLS"], named["EMAIL_USE_SSL"]) == (True, False)
    whole = mail_settings("smtps://hub:pass@mail.example", SENDER, at)
    assert (whole["EMAIL_PORT"], whole["EMAIL_USE_TLS"], whole["EMAIL_USE_SSL"]) == (
        465,
        False,
        True,
    )
    open_relay = mail_settings("smtp://mail:25", SENDER, at)
    assert (open_relay["EMAIL_PORT"], open_relay["EMAIL_USE_TLS"]) == (25, False)


def test_without_a_server_mails_are_files(tmp_path: Path) -> None:
    assert mail_settings("", "", tmp_path)["EMAIL_FILE_PATH"] == tmp_path


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://mail", ""),
        ("smtp://", SENDER),
    ],
)
def test_what_is_missing_or_wrong_is_said(url: str, sender: str) -> None:
    with pytest.raises(Wrong, match="NEXUS_MAIL_"):
        mail_settings(url, sender, Path("mail"))
