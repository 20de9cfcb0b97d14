"""The API answers whatever its own document allows, and whatever it does not, as the document says.

A short form in every run, with a seed that it prints; `make fuzz` asks for more than 20,000 cases over three seeds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.support.fuzz_table import PROPERTY, row
from tests.support.fuzzing import Gardener, Report, ask
from tests.support.servers import Server

LONG = "HUBBUB_FAULTS" in os.environ
SEEDS = 3 if LONG else 1
Ask = Callable[..., Report]


@dataclass(frozen=True)
class Plan:
    """Who asks, and how; and the share of operations of which none may have done what was asked."""

    asked: dict[str, str]
    cases: int
    never_done: float


PLANS = {
    "sqlite": Plan({"mina": "--phases coverage"}, cases=500, never_done=0.5),
    "postgresql": Plan({"rosa": "--phases fuzzing,stateful --max-examples 4"}, cases=150, never_done=0.5),
}
LONG_PLAN = Plan(
    {"rosa": "--max-examples 45", "mina": "--max-examples 45", "": "--max-examples 5"},
    cases=20_000 // 6,
    never_done=0.2,
)


@pytest.fixture
def plan(engine: str) -> Plan:
    return LONG_PLAN if LONG else PLANS[engine]


@pytest.fixture(params=range(SEEDS), ids=lambda turn: f"seed {turn + 1}")
def chance() -> int:
    """HUBBUB_SEED asks the same again."""
    return int(os.environ.get("HUBBUB_SEED", random.SystemRandom().randrange(2**32)))


@pytest.fixture
def checked(
    chance: int, engine: str, serve: Callable[[], Server], record_property: Callable[[str, object], None]
) -> Ask:
    """Ask a fresh server as somebody: nothing may be wrong, and the table at the end gets a row."""

    def asked(who: str, options: str) -> Report:
        with Gardener(serve()) as gardener:
            report = ask(gardener.server, who, "--seed", str(chance), *options.split())
        record_property(PROPERTY, row(who, engine, chance, report))
        assert not report.failures, f"HUBBUB_SEED={chance}\n{report.said}"
        return report

    return asked


def test_the_api_answers_as_its_document_says(checked: Ask, plan: Plan) -> None:
    reports = [checked(who, options) for who, options in plan.asked.items()]
    done = {name for report in reports for name, times in report.carried_out().items() if times}
    assert sum(report.cases for report in reports) >= plan.cases
    known = reports[0].operations
    assert len(known - done) <= plan.never_done * len(known), known - done
