"""Settings of the test run: the same hub, in a data folder of its own, with quick passwords."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("NEXUS_DATA", tempfile.mkdtemp(prefix="nexus-test-"))

from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NEXUS_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
NEXUS_ALLOW_LOCAL_REPOSITORIES = True
# Tests of limits turn them on; the others ask as often as they like.
NEXUS_LIMITS_ON = False

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NEXUS_KEYS = f"nexus-test-{os.getpid()}-{WORKER}"
CACHES["default"]["KEY_PREFIX"] = NEXUS_KEYS
# A pool keeps connections open past the end of a test, and the test database could not be dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
