"""The product's settings for tests in this process. HUBBUB_TEST_DATABASE chooses the engine: sqlite or postgresql."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

OF_TESTS = ("HUBBUB_TEST_", "HUBBUB_FAULTS", "HUBBUB_SEED")
ENGINE = os.environ.get("HUBBUB_TEST_DATABASE", "sqlite")
OWN_FOLDER = Path(tempfile.mkdtemp(prefix="hubbub-test-settings-"))
atexit.register(shutil.rmtree, OWN_FOLDER, ignore_errors=True)

for name in [*os.environ]:
    if name in {"DATABASE_URL", "REDIS_URL"} or (name.startswith("HUBBUB_") and not name.startswith(OF_TESTS)):
        del os.environ[name]
os.environ["HUBBUB_DATA"] = str(OWN_FOLDER / "data")
if ENGINE == "postgresql":
    os.environ["DATABASE_URL"] = "postgresql://hubbub@127.0.0.1/hubbub"  # the port is known when conftest starts it

from hubbub.server.settings import *  # noqa: E402, F403
from hubbub.server.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["OPTIONS"].pop("pool", None)
if ENGINE == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(OWN_FOLDER / "test.sqlite3")}  # a file, so that threads share it

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
