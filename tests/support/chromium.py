"""The browser of the browser tests: Debian's Chromium, installed where that can be done without a question."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bootstrap import apt_get

PACKAGES = ["chromium", "fonts-noto-color-emoji"]
NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
MISSING = """\
The browser tests need Chromium, and it is neither on this machine nor can it be installed here without asking you.
Install it and run this again:

    sudo apt-get install --no-install-recommends chromium fonts-noto-color-emoji

A Chromium or Chrome at another place is taken from the variable HUBBUB_TEST_CHROMIUM."""

OFFLINE = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    named = os.environ.get("HUBBUB_TEST_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str | None:
    """Its path, after installing it when it is missing; None when that cannot be done."""
    if find() is None and (install := apt_get()):
        print("Installing Chromium for the browser tests …", flush=True)
        _run([*install, "update", "-qq"])
        _run([*install, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES])
    return find()


def launch_options() -> dict[str, Any]:
    """What Playwright's `launch` needs here."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find(), "args": [*OFFLINE, *as_root]}


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
