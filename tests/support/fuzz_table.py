"""What was asked of the API, as one Markdown table at the end of a test run, with the seeds that ask the same again."""

from __future__ import annotations

from typing import Any

from tests.support.fault_table import line, rows_of
from tests.support.fuzzing import Report

PROPERTY = "fuzz"
TITLES = ("asked as", "database", "HUBBUB_SEED", "cases", "failures", "operations carried out")


def row(who: str, engine: str, seed: int, report: Report) -> list[Any]:
    done = report.carried_out()
    carried_out = f"{sum(count > 0 for count in done.values())} of {len(report.operations)}"
    return [who or "nobody", engine, seed, report.cases, len(report.failures), carried_out]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = rows_of(terminalreporter.stats, PROPERTY)
    if rows:
        terminalreporter.section("fuzz")
        for cells in [TITLES, ["---" for _ in TITLES], *rows]:
            terminalreporter.write_line(line(cells))
        terminalreporter.write_line(f"{sum(cells[3] for cells in rows):,} cases")
