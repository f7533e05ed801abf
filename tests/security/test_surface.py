"""What a browser and an attacker meet at the door."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from nexus.accounts.models import Person
from nexus.live.answers import away
from tests.keeping.hubs import NAMES

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "address", ["/", "/search/?q=x", SIGN_IN, "/api/v1/entries/", "/nothing", "/docs/errors"]
)
def test_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self' 'sha256-[\w+/]{43}=';", policy)
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/search/?q=x", SIGN_IN, "/nothing"])
def test_the_one_script_in_a_page_is_the_one_that_is_allowed(client: Client, address: str) -> None:
    answer = client.get(address)
    (text,) = re.findall(r"<script>(.*?)</script>", answer.content.decode(), re.S)
    source = b64encode(sha256(text.encode()).digest()).decode()
    assert f"'sha256-{source}'" in answer["Content-Security-Policy"]


def test_the_page_of_a_hub_without_its_database_has_that_script_too() -> None:
    answer = away("/")
    (text,) = re.findall(rb"<script>(.*?)</script>", answer.body, re.S)
    source = b64encode(sha256(text).digest())
    assert b"'sha256-" + source in dict(answer.headers)[b"Content-Security-Policy"]


def test_passwords_are_hashed_by_argon2() -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='config.settings'; import django; django.setup()\n"
        "from django.contrib.auth.hashers import make_password; print(make_password('x')[:15])"
    )
    kept = {key: value for key, value in os.environ.items() if key not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.strip() == "argon2$argon2id"


def test_signing_in_changes_the_session_and_guards_its_cookie(
    client: Client, learner: Person
) -> None:
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    answer = client.post(SIGN_IN, {"login": learner.email, "password": "correct horse battery"})
    assert answer.status_code == 302
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != before
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client: Client, learner: Person, target: str) -> None:
    form = {"login": learner.email, "password": "correct horse battery", "next": target}
    answer = client.post(SIGN_IN, form)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")


def test_a_form_needs_its_token(learner: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post("/me/profile/", {"name": "Changed"}).status_code == 403
    assert Person.objects.get(pk=learner.pk).name == learner.name


def test_a_name_of_another_host_is_refused(client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["hub.example"]  # type: ignore[attr-defined]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_deployed_over_https_nothing_is_complained_of(tmp_path: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in NAMES}
    chosen = {
        "NEXUS_DATA": str(tmp_path),
        "NEXUS_HTTPS": "1",
        "NEXUS_HOSTS": "hub.example",
        "NEXUS_ORIGINS": "https://hub.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env={**kept, **chosen}, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
