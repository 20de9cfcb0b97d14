"""Tables of figures in the pages that a command computes: `python docs/figures.py` computes them again.

A table stands behind its command: `<!-- output: python -m bench.simulate -->`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "docs/scaling.md"]
OUTPUT = re.compile(r"(<!-- output: python -m ([\w .-]+) -->\n)((?:\|.*\n)*)")


def rewritten(page: str) -> str:
    """The page with its tables as they are now."""
    return OUTPUT.sub(lambda found: found[1] + table(found[2].split()), page)


def table(command: list[str]) -> str:
    done = subprocess.run(  # noqa: S603  a command that stands in our own page
        [sys.executable, "-m", *command], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
    )
    return "".join(re.findall(r"^\|.*\n", done.stdout, re.MULTILINE))


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(rewritten(path.read_text()))
