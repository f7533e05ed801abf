"""Hubs in folders and databases of their own, asked through the command line as operators do."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import starting

# What tells a command where a hub is.
NAMES = ("DATABASE_URL", "CACHE_URL", "BROKER_URL", "NEXUS_DATA", "DJANGO_SETTINGS_MODULE")
START = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\nimport django; django.setup()\n"
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
# A learner who wrote, corrected and was believed; one document in UTF-16 and one with odd line ends.
FILL = (
    START
    + """
from nexus.accounts.models import Person
from nexus.documents.services import import_files
from nexus.jobs.services import claim_next_job, run_job
from nexus.library.services import add_solution, create_entry, create_topic, give_receipt, save_lead
from tests.support import CHALLENGE_LEAD, LEARNER_DOCUMENT
ada = Person.objects.create_user(email="ada@people.test", password="correct horse battery", role="maintainer", name="Ada")
bo = Person.objects.create_user(email="bo@people.test", password="correct horse battery", role="learner", name="Bo")
create_topic(actor=ada, title="Async")
entry = create_entry(actor=ada, kind="challenge", title="A view blocks the loop", lead=CHALLENGE_LEAD, topics=["async"])
entry = save_lead(actor=bo, entry=entry, lead=CHALLENGE_LEAD + "\\r\\n---\\nna\\u00efve \\u2028 \\U0001f40d  \\n", expected_version=entry.version, note="more")
add_solution(actor=bo, entry=entry, text="Another way: `await`.")
give_receipt(actor=bo, entry=entry, outcome="worked", versions="Django 5.2")
import_files(actor=bo, files=[
    ("weather.md", LEARNER_DOCUMENT.encode()),
    ("wide.md", ("# Wide\\n\\n" + LEARNER_DOCUMENT).encode("utf-16")),
    ("ends.md", b"---\\ntitle: Ends\\n---\\r\\n# Ends\\r\\n\\r\\nWords \\xc2\\x85 here.\\r\\n"),
])
while (job := claim_next_job("test")) is not None:
    assert run_job(job).state == "done"
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
TOTP.activate(bo, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
RecoveryCodes.activate(bo)
Authenticator.objects.create(user=bo, type="webauthn", data={"name": "Key", "credential": {}})
last = create_entry(actor=ada, kind="practice", title="Gone", lead="Words.", topics=[])
last.delete()
"""
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hub is: a data folder, and a database when it is not in that folder."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in NAMES}
        chosen = {"NEXUS_DATA": str(self.data)}
        if self.database:
            chosen["DATABASE_URL"] = self.database
        return {**kept, **chosen}

    def nexus(self, *arguments: object) -> tuple[int, str]:
        """Exit code and all that was said; never a traceback."""
        done = starting.nexus(*map(str, arguments), environment=self.environment)
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        return done.returncode, said

    def does(self, *arguments: object) -> str:
        code, said = self.nexus(*arguments)
        assert code == 0, said
        return said

    def python(self, code: str) -> Any:
        """What the code prints last, as JSON."""
        done = starting.python(START + code, environment=self.environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout else None


def tables_of(backup: Path) -> dict[str, Any]:
    """Table → columns, rows, last id and digest, as a backup's manifest says."""
    with zipfile.ZipFile(backup) as archive:
        return json.loads(archive.read("manifest.json"))["tables"]
