"""What the fault tests found, as one Markdown table at the end of a test run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.support.history import Verdict

PROPERTY = "fault"
SUMS = ("runs", "acknowledged", "unknown", "lost", "doubled", "reordered", "late")
TITLES = ("fault", *SUMS, "seconds to heal")

Row = dict[str, Any]


def row(fault: str, runs: int, verdict: Verdict, healing: Sequence[float] = ()) -> Row:
    """One test's: `healing` are seconds from the end of each fault until all had everything."""
    found = {name: len(getattr(verdict, name)) for name in ("lost", "doubled", "reordered", "late")}
    sent = {"acknowledged": verdict.acknowledged, "unknown": verdict.unknown}
    return {"fault": fault, "runs": runs, **sent, **found, "healing": max(healing, default=None)}


def table(rows: Iterable[Row]) -> list[str]:
    """One line a fault, its seeds added up; of the seconds the most."""
    merged: dict[str, list[Row]] = {}
    for one in rows:
        merged.setdefault(one["fault"], []).append(one)
    lines = [line([fault, *_sums(same), _longest(same)]) for fault, same in merged.items()]
    return [line(TITLES), line("---" for _ in TITLES), *lines]


def line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _sums(rows: Sequence[Row]) -> list[int]:
    return [sum(row[name] for row in rows) for name in SUMS]


def _longest(rows: Sequence[Row]) -> str:
    known = [row["healing"] for row in rows if row["healing"] is not None]
    return f"{max(known):.1f}" if known else ""


def rows_of(stats: Mapping[str, Sequence[Any]], kind: str = PROPERTY) -> list[Any]:
    """From the reports of tests, which come from other processes too; a failed test has its row as well."""
    reports = [report for outcome in ("passed", "failed") for report in stats.get(outcome, ())]
    kept = [report for report in reports if getattr(report, "when", "") == "call"]
    return [value for report in kept for name, value in report.user_properties if name == kind]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = rows_of(terminalreporter.stats)
    if rows:
        terminalreporter.section("faults")
        for text in table(rows):
            terminalreporter.write_line(text)
