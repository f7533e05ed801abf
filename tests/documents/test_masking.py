"""What is hidden of a text, and what is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nexus.common.masking import CONTACT, SECRET, mask
from nexus.search.errors import loggable

HIDDEN = [
    ("password=hunter2hunter", f"password={SECRET}"),
    ("DB_PASSWORD: S3cr3t!pass", f"DB_PASSWORD: {SECRET}"),
    ('SECRET_KEY = "k3-9x8c7v6b5n4m"', f'SECRET_KEY = "{SECRET}"'),
    ("POSTGRES_PASSWORD=tr0ub4dor", f"POSTGRES_PASSWORD={SECRET}"),
    ('"api_key": "9f8e7d6c5b4a"', f'"api_key": "{SECRET}"'),
    ("redis://:s3cretpw9@cache:6379/0", f"redis://:{SECRET}@cache:6379/0"),
    ("amqp://worker:s3cretpw9@queue//", f"amqp://worker:{SECRET}@queue//"),
    ("Authorization: Bearer 0a1b2c3d4e5f6a7b8c9d", f"Authorization: Bearer {SECRET}"),
    ("Authorization: Token 9944b09199c62bcf9418", f"Authorization: Token {SECRET}"),
    ("Write to mailto:ada@people.org now", f"Write to mailto:{CONTACT} now"),
    ("Email:ada@people.org", f"Email:{CONTACT}"),
    ("ada@people.org: wrote this", f"{CONTACT}: wrote this"),
    ("![](https://badge.org/ada@people.org-red)", f"![](https://badge.org/{CONTACT}-red)"),
    ("Phone: 0912 345 678", f"Phone: {CONTACT}"),
    ("Call me: (020) 7946 0018", f"Call me: {CONTACT}"),
    ("redis://:pw@cache:6379/0", f"redis://:{SECRET}@cache:6379/0"),
    ("https://ann:p@ss@host.org/x", f"https://ann:{SECRET}@host.org/x"),
    ("git clone https://0a1b2c3d4e5f6a7b8c9d@git.org/x", f"git clone https://{SECRET}@git.org/x"),
    ("PASSWORD=ab$cd1234", f"PASSWORD={SECRET}"),
    ('PASSWORD="correct horse [battery]"', f'PASSWORD="{SECRET}"'),
    ("password=Test1234", f"password={SECRET}"),
    ("PGPASSWORD=hunter22 psql", f"PGPASSWORD={SECRET} psql"),
    ("login --password hunter22 now", f"login --password {SECRET} now"),
    ("curl -u ann:hunter22 localhost", f"curl -u ann:{SECRET} localhost"),
    ("  password: correcthorse", f"  password: {SECRET}"),
    ("Password for staging: hunter2!", f"Password for staging: {SECRET}"),
    ("The password of our oven: `l0af&loaf`", f"The password of our oven: `{SECRET}`"),
    ("ann@people.org:hello", f"{CONTACT}:hello"),
]
LEFT = [
    'password=os.environ["DB_PASSWORD"]',
    "password: string",
    "password = models.CharField(max_length=128)",
    "PASSWORD=<your-password>",
    "POSTGRES_PASSWORD=${DB_PASSWORD}",
    "POSTGRES_PASSWORD=postgres",
    "password: required",
    "Password for bakers: required and long",
    "Password for guests: <choose-1>",
    "SECRET_KEY = config('SECRET_KEY')",
    "Secret: never commit one",
    "SECRET_KEY: only-for-tests-and-not-a-secret",
    "API_KEY=replace-me-with-yours",
    "git remote add origin git@host.org:<your-name>/notes.git",
    "key: value",
    "The token expired after five minutes",
    "Token authentication with refresh",
    "git@github.com:people/notes.git",
    "localhost:5432 and 127.0.0.1:6379",
    "Django 4.2.11, Python 3.11 on 2024-05-17",
    "celery@worker-1 ready",
    "redis://cache:6379/0",
    "call the endpoint 10 times",
    "Call 2026-11-24 with the team",
    "Call on 24.11.2026",
    "order 00123456789",
    "error code 0017 1234",
    "basic authentication123456",
    "- Password: implemented",
    '"password": "The password of the account"',
    "PASSWORD=$DB_PASSWORD",
    "rsync deploy@people.org:notes/today .",
    "login --password <password>",
    "contact form with 3 fields",
]


@pytest.mark.parametrize(("text", "seen"), HIDDEN)
def test_what_is_hidden(text: str, seen: str) -> None:
    assert mask(text).text == seen
    assert mask(text).lines == (1,)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left(text: str) -> None:
    assert mask(text).text == text


@given(
    name=st.from_regex(r"[a-z]{2,12}", fullmatch=True),
    domain=st.from_regex(r"[a-z]{3,10}", fullmatch=True),
    before=st.sampled_from(["", " ", "(", "<", "mailto:", "E-mail:", "by ", "**"]),
    after=st.sampled_from(["", " ", ")", ">", ":", ",", ".", "**"]),
)
def test_no_address_survives(name: str, domain: str, before: str, after: str) -> None:
    assert "@" not in mask(f"{before}{name}@{domain}.org{after}").text.replace(CONTACT, "")


@example(value="Myaa000000")
@example(value="Your0000ab")
@given(value=st.from_regex(r"[A-Z][a-z]{3}[0-9]{4}[A-Za-z0-9]{2,20}", fullmatch=True))
def test_no_assigned_password_survives(value: str) -> None:
    for text in (f"PASSWORD={value}", f'db_password: "{value}"', f"--password={value}"):
        assert value not in mask(text).text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Written by Ada Lovelace.", "Written by [name removed]."),
        ("github.com/ada-lovelace/notes", "github.com/[name removed]/notes"),
        ("AdaLovelace and LOVELACE, ADA", "[name removed] and [name removed]"),
        ("Ada_Byron_Lovelace's notes", "[name removed]'s notes"),
        ("Ada wrote to Lovelaces", "Ada wrote to Lovelaces"),
    ],
)
def test_names_of_who_hides_them(text: str, seen: str) -> None:
    assert mask(text, names=["Ada Byron Lovelace", "Ada Lovelace"]).text == seen


def test_one_short_word_is_no_name_to_look_for() -> None:
    assert mask("May is a month", names=["May"]).text == "May is a month"
    assert mask("Notes of Grace, with grace", names=["Grace"]).text == (
        "Notes of [name removed], with grace"
    )


def test_nothing_of_it_is_logged() -> None:
    for text, _ in HIDDEN[:9]:
        said = text.rpartition(" ")[2].strip('"')
        assert said.partition("=")[2] or said not in loggable(text)
    assert "0a1b2c3d" not in loggable("curl -H 'Authorization: Bearer 0a1b2c3d4e5f6a7b8c9d'")
