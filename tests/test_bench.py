"""The benches run, with small numbers, and print their tables. How fast anything is, is not asked here.

Two of them in `make test`, all in `make faults`: each starts several servers.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bench import report
from bench.run import ALL

ROOT = Path(__file__).resolve().parents[1]
SMALL = {
    "fanout": "--sockets 4 --under-way 2 --seconds 0.2",
    "latency": "--sockets 4 --rates 20 --seconds 0.3",
    "post": "--sockets 3 --under-way 2 --clients 2 --seconds 0.2",
    "connect": "--sockets 5 --missed 3",
    "memory": "--sockets 5",
    "history": "--sizes 200 400 --rounds 2",
    "search": "--messages 2000 --rounds 2",
    "workers": "--sockets 4 --rate 20 --seconds 0.3",
    "rivals": "--sockets 4 --under-way 2 --seconds 0.2 --only 'Hubbub, `hubbub run`'",
}


ASKED = ALL if "HUBBUB_FAULTS" in os.environ else ["fanout", "post"]


@pytest.mark.parametrize("name", ASKED)
def test_a_bench_prints_its_table_and_how_to_repeat_it(name: str) -> None:
    command = f"-m bench.{name} {SMALL[name]}"
    done = subprocess.run(
        [sys.executable, *shlex.split(command)], cwd=ROOT, check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "\n| ---" in done.stdout
    assert f"Repeat it: python {command}" in done.stdout


def test_a_figure_is_said_to_be_reached_or_missed() -> None:
    assert report.at_least(4, 4.0, " × raw") == "≥ 4 × raw: reached"
    assert report.at_most(1.2, 1.21) == "≤ 1.2: missed"


def test_a_crowd_that_used_its_core_fully_is_told() -> None:
    [warning] = report.warnings(
        {"Hubbub": {"crowd_busy": 0.97, "others": 0}, "raw": {"crowd_busy": 0.5, "others": 0.01}}
    )
    assert "Hubbub" in warning


def test_a_figure_from_a_machine_that_others_used_is_told() -> None:
    [warning] = report.warnings({"Hubbub": {"crowd_busy": 0.5, "others": 0.4}})
    assert "40%" in warning


def test_the_share_of_figures_is_by_nearest_rank() -> None:
    assert report.part(range(1, 101), 0.5) == 51
    assert report.part(range(1, 101), 0.99) == 100
