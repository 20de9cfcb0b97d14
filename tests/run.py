"""Every test, in the order in which a mistake shows soonest. Closes with one sum.

`python tests/run.py` runs all, `… coverage` tells besides which lines none of them has run, and takes longer;
`… faults fuzz` runs these folders alone, in their long form.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import chromium  # noqa: E402

# In the folders' order: the many quick unit tests come last, so that neither core waits long for the other's last file.
ON_BOTH_CORES = ["--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PYTEST = [sys.executable, "-m", "pytest", "--durations", "20"]
FAST = [*PYTEST, *ON_BOTH_CORES]
COVERED = [sys.executable, "-m", "coverage", "run", *PYTEST[1:], *ON_BOTH_CORES]
COVERAGE = "coverage"
LONG_FORM = "20"
BROWSER_TESTS = "tests/browser"
PYTEST_WORDS = {"passed": "passed", "failed": "failed", "error": "failed", "errors": "failed", "skipped": "skipped"}
NODE_WORDS = {"pass": "passed", "fail": "failed", "skipped": "skipped"}


@dataclass
class Sum:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    complaints: list[str] = field(default_factory=list)

    def add(self, word: str, count: int) -> None:
        setattr(self, word, getattr(self, word) + count)


def main(words: Sequence[str]) -> int:
    total = Sum()
    started = time.monotonic()
    if list(words) == [COVERAGE]:
        with_coverage(total)
    elif words:
        os.environ.setdefault("HUBBUB_FAULTS", LONG_FORM)
        chosen = [*PYTEST, *(f"tests/{word}" for word in words)]
        on_both_databases(total, chosen, chosen)
    else:
        everything(total, FAST)
    for complaint in total.complaints:
        print(f"\n{complaint}", flush=True)
    print(f"\nAll of it took {time.monotonic() - started:.0f} s.")
    print(closing_line(total), flush=True)
    return 1 if total.failed or total.complaints or not total.passed else 0


def everything(total: Sum, program: Sequence[str]) -> None:
    scripts(total)
    without_browser = f"--ignore={BROWSER_TESTS}"
    on_both_databases(total, [*program, without_browser], [*program, without_browser])
    in_the_browser(total, program)


def with_coverage(total: Sum) -> None:
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    everything(total, COVERED)
    coverage(total)


def on_both_databases(total: Sum, on_sqlite: Sequence[str], on_postgresql: Sequence[str]) -> None:
    for engine, command in (("sqlite", on_sqlite), ("postgresql", on_postgresql)):
        run(total, f"Python tests, database: {engine}", command, pytest_counts, HUBBUB_TEST_DATABASE=engine)


def in_the_browser(total: Sum, program: Sequence[str]) -> None:
    if chromium.ensure() is None:
        total.complaints.append(chromium.MISSING)
        return
    # Playwright and pytest-asyncio each want the process's event loop for themselves.
    run(total, "Browser tests", [*program, BROWSER_TESTS, "-p", "no:asyncio"], pytest_counts)


def scripts(total: Sum) -> None:
    files = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/js/**/*.test.js"))]
    run(total, "Script tests", [node(), "--test", "--test-reporter=spec", *files], node_counts)


def coverage(total: Sum) -> None:
    print("\n== Coverage", flush=True)
    tool = [sys.executable, "-m", "coverage"]
    subprocess.run([*tool, "combine", "--quiet"], check=False, cwd=ROOT)
    if subprocess.run([*tool, "report"], check=False, cwd=ROOT).returncode:
        total.complaints.append("The coverage report failed, and it says why above.")


def node() -> str:
    """The machine's Node, or the one that Playwright's wheel brings."""
    found = shutil.which("node")
    if found and _major_version(found) >= 20:
        return found
    import playwright

    return str(Path(playwright.__file__).parent / "driver" / "node")


def _major_version(program: str) -> int:
    said = subprocess.run([program, "--version"], check=False, capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


# Running and counting

Counter = Callable[[str], "dict[str, int]"]


def run(total: Sum, title: str, command: Sequence[str], count: Counter, **environment: str) -> None:
    print(f"\n== {title}", flush=True)
    status, output = shown(command, {**os.environ, **environment})
    counts = count(output)
    for word, number in counts.items():
        total.add(word, number)
    if status and not counts.get("failed"):
        total.complaints.append(f"{title} ended with exit status {status}.")


def shown(command: Sequence[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run it, passing on what it prints as it prints it."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


def pytest_counts(output: str) -> dict[str, int]:
    """From pytest's closing line: `== 2 failed, 40 passed, 1 skipped in 3.21s ==`."""
    closing = re.findall(r"^=+ (.* in [\d.]+s.*) =+$", output, re.MULTILINE)[-1:]
    found = re.findall(r"(\d+) (\w+)", closing[0]) if closing else []
    return _added([(PYTEST_WORDS.get(word), number) for number, word in found])


def node_counts(output: str) -> dict[str, int]:
    """From the last lines of `node --test`: `# pass 12`."""
    found = re.findall(r"^\S+ (pass|fail|skipped) (\d+)$", output, re.MULTILINE)
    return _added([(NODE_WORDS[word], number) for word, number in found])


def _added(found: Sequence[tuple[str | None, str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, number in found:
        if word:
            counts[word] = counts.get(word, 0) + int(number)
    return counts


def closing_line(total: Sum) -> str:
    failed = total.failed or len(total.complaints)
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    return f"{total.passed} passed, {failed} failed{skipped}"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
