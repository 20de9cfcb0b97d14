"""The runner adds up what each kind of test runner says at its end."""

from __future__ import annotations

from tests.run import Sum, closing_line, node_counts, pytest_counts


def test_pytest_is_counted_by_its_closing_line() -> None:
    output = "3 passed ideas\n=== 2 failed, 40 passed, 1 skipped, 9 deselected, 1 error in 73.21s (0:01:13) ===\n"
    assert pytest_counts(output) == {"failed": 3, "passed": 40, "skipped": 1}


def test_node_is_counted_by_its_last_lines() -> None:
    assert node_counts("# tests 13\n# pass 12\n# fail 1\n") == {"passed": 12, "failed": 1}


def test_a_runner_that_broke_down_is_counted_as_a_failure() -> None:
    assert closing_line(Sum(passed=40, complaints=["The browser is missing."])) == "40 passed, 1 failed"


def test_nothing_is_said_of_skipped_tests_when_there_are_none() -> None:
    assert closing_line(Sum(passed=40)) == "40 passed, 0 failed"
    assert closing_line(Sum(passed=40, skipped=2)) == "40 passed, 0 failed, 2 skipped"
