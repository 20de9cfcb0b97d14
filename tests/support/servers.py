"""Hubbub itself as its users start it: a process with a data folder and a port of its own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import httpx

from tests.support.cast import PASSWORD, read_tokens
from tests.support.programs import Program

COMMANDS = Path(sys.executable).parent
LIMITS = ("HUBBUB_POST_RATE", "HUBBUB_CALL_RATE", "HUBBUB_SOCKETS_PER_USER", "HUBBUB_SOCKETS_PER_ADDRESS")
OURS = ("HUBBUB_", "DATABASE_URL", "REDIS_URL", "DJANGO_")


class Server(Program):
    """`hubbub run`. Further keyword arguments are variables of its environment. A test that wants a limit sets it."""

    def __init__(
        self, *, data: Path | None = None, database_url: str = "", redis_url: str = "", **variables: str
    ) -> None:
        super().__init__()
        self.data = self.folder / "data"
        self.variables = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, **variables}
        if data is not None:
            shutil.copytree(data, self.data)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "hubbub", "run", "--host", "127.0.0.1", "--port", str(self.port)]

    def environment(self) -> Mapping[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        given = {name: value for name, value in {**dict.fromkeys(LIMITS, "off"), **self.variables}.items() if value}
        return {**inherited, "HUBBUB_DATA": str(self.data), "PYTHONUNBUFFERED": "1", **given}

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v1/me", trust_env=False, timeout=5).status_code < 500
        except httpx.TransportError:
            return False

    def cli(self, *words: str, input: str | None = None) -> str:
        """What `hubbub WORDS…` prints, on this server's data."""
        return run([COMMANDS / "hubbub", *words], cwd=self.folder, environment=self.environment(), input=input)

    @property
    def setup_url(self) -> str:
        found = re.search(r"^\s*(http\S+/setup/\?secret=\S+)\s*$", self.log, re.MULTILINE)
        assert found, f"It printed no set-up address:\n{self.log}"
        return found[1]

    # The cast's ways in (on a server whose data has the cast)

    def token(self, who: str) -> str:
        return read_tokens(self.data)[who]

    def api(self, who: str = "", **options: Any) -> httpx.Client:
        """A client of the HTTP API, with this person's token."""
        headers = {"Authorization": f"Bearer {self.token(who)}"} if who else {}
        return httpx.Client(base_url=f"{self.url}/api/v1/", headers=headers, trust_env=False, timeout=30, **options)

    @contextlib.contextmanager
    def browser(self, who: str = "", **options: Any) -> Iterator[httpx.Client]:
        """A client with cookies, as a browser has them; signed in through the form when `who` is named."""
        origin = {"Origin": self.url, "Referer": f"{self.url}/"}
        with httpx.Client(base_url=self.url, headers=origin, trust_env=False, timeout=30, **options) as browser:
            yield sign_in(browser, who) if who else browser


class DaphneServer(Server):
    """The same site under Daphne."""

    def start(self) -> Self:
        self.cli("migrate", "--no-input")
        return super().start()

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "daphne", "-b", "127.0.0.1", "-p", str(self.port), "hubbub.server.asgi:application"]


def sign_in(browser: httpx.Client, who: str, password: str = PASSWORD) -> httpx.Client:
    browser.get("/accounts/login/").raise_for_status()
    form = {"login": who, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    answer = browser.post("/accounts/login/", data=form)
    assert answer.status_code == 302, f"{who} was not let in: {answer.status_code}"
    return browser


def run(command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str], input: str | None = None) -> str:
    options: Any = {"cwd": cwd, "env": environment, "input": input or ""}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, **options)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return str(done.stdout)
