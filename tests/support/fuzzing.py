"""A server to be asked everything that its own OpenAPI document allows, and what it does not, by schemathesis."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx

from tests.support.servers import COMMANDS, Server

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "tests/fuzz/schemathesis.toml"
GARDENER = "jonas"
ROLES = {"mina": "owner", "rosa": "moderator", "priya": "member"}
MEMBER_ONLY = {"fuzz-1", "fuzz-5"}  # rooms in which rosa is no moderator
KINDS = dict.fromkeys(("fuzz-1", "fuzz-2", "fuzz-3", "fuzz-4"), "public") | dict.fromkeys(
    ("fuzz-5", "fuzz-6"), "private"
)
MESSAGES = 30


@dataclass(frozen=True)
class Report:
    """What a run found, from the report that it wrote."""

    said: str
    found: dict[str, Any]
    operations: set[str]

    @property
    def cases(self) -> int:
        return int(self.found["test_cases"]["generated"])

    @property
    def failures(self) -> list[Any]:
        return [*self.found["failures"], *self.found["errors"]]

    def carried_out(self) -> dict[str, int]:
        """For each operation, how many of its well-formed requests did what they asked for."""
        rates: dict[str, dict[str, dict[str, int]]] = self.found["valid_rates"]
        return {name: sum(phase["accepted"] for phase in phases.values()) for name, phases in rates.items()}


class Gardener:
    """Plants rooms, messages, tokens and invitations, and puts back every second what the asking takes away."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.jonas = server.api(GARDENER)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._tend)

    def __enter__(self) -> Self:
        for room, kind in KINDS.items():
            sown(self.jonas.post("rooms", json={"room": room, "kind": kind, "people": list(ROLES)}))
        self._heal(list(KINDS))
        for who in ("rosa", "mina"):
            self._plant_as(who)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        self.jonas.close()

    def _plant_as(self, who: str) -> None:
        with self.server.api(who) as person:
            for number in range(MESSAGES // 2):
                for room in KINDS:
                    sown(person.post(f"rooms/{room}/messages", json={"body": f"**{number}** by @{who}"}))
            for _ in range(5):
                sown(person.post("tokens", json={}))
                sown(person.post("uploads", data={"room": "fuzz-1"}, files={"file": ("a.txt", b"Hello.")}))
                person.post("invitations", json={})

    def _tend(self) -> None:
        while not self.over.wait(1):
            rooms = self.jonas.get("rooms").json()["rooms"]
            self._heal([one["room"] for one in rooms if one["room"] in KINDS and _needs_care(one)])

    def _heal(self, rooms: Sequence[str]) -> None:
        for room in rooms:
            self.jonas.patch(f"rooms/{room}", json={"archived": False})
            for who, role in ROLES.items():
                due = "member" if room in MEMBER_ONLY and who == "rosa" else role
                self.jonas.put(f"rooms/{room}/members/{who}", json={"role": due})


def _needs_care(room: dict[str, Any]) -> bool:
    return room["archived"] or room["members"] <= len(ROLES)


def sown(answer: httpx.Response) -> None:
    assert answer.is_success, answer.text


def ask(server: Server, who: str, *options: str) -> Report:
    """Run schemathesis as this person; as nobody when `who` is empty."""
    with tempfile.TemporaryDirectory(prefix="hubbub-fuzz-") as folder:
        report = Path(folder) / "report.json"
        with server.api() as anybody:
            document = anybody.get("openapi.json").json()
        done = subprocess.run(
            [*_command(server, who), "--report-json-path", str(report), *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **_spared(server, who)},
            check=False,
            capture_output=True,
            text=True,
        )
        said = done.stdout + done.stderr
        assert report.exists(), said
        return Report(said, json.loads(report.read_text()), _operations(document))


def _operations(document: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}


def _command(server: Server, who: str) -> Sequence[str]:
    program = [str(COMMANDS / "schemathesis"), "--config-file", str(CONFIGURATION), "run"]
    token = ["--header", f"Authorization: Bearer {server.token(who)}"] if who else []
    fixed = ["--no-color", "--generation-database", "none", "--report", "json"]
    return [*program, f"{server.url}/api/v1/openapi.json", *token, *fixed]


def _spared(server: Server, who: str) -> dict[str, str]:
    with server.api(who or GARDENER) as person:
        oldest = min(token["id"] for token in person.get("tokens").json()["tokens"])
    return {"FUZZ_TOKEN_ID": str(oldest), "FUZZ_GARDENER": GARDENER}
