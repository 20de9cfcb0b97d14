"""How findings are told: one Markdown table, what is to be reached, and the command that repeats it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence

TOO_BUSY = 0.95
TOO_NOISY = 0.25


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], notes: Iterable[str] = ()) -> None:
    """Print it. A heading that ends with a colon is a column of figures."""
    columns = [name.removesuffix(":") for name in head]
    ruler = ["---:" if name.endswith(":") else "---" for name in head]
    print(f"\n{title}\n")
    print("\n".join(f"| {' | '.join(row)} |" for row in [columns, ruler, *rows]))
    print("".join(f"\n{note}" for note in notes))
    print(f"Repeat it: {command()}", flush=True)


def command() -> str:
    module = getattr(sys.modules["__main__"].__spec__, "name", "bench.run")
    return shlex.join(["python", "-m", module, *sys.argv[1:]])


def at_least(wanted: float, found: float, what: str = "") -> str:
    return f"≥ {wanted:,g}{what}: {'reached' if found >= wanted else 'missed'}"


def at_most(wanted: float, found: float, what: str = "") -> str:
    return f"≤ {wanted:,g}{what}: {'reached' if found <= wanted else 'missed'}"


def busy(found: Mapping[str, float]) -> str:
    """How much of their cores server and crowd used."""
    return f"{found['server_busy']:.0%} / {found['crowd_busy']:.0%}"


def warnings(found: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each figure that the crowd may have limited, or another program, and not the server."""
    tired = [name for name, result in found.items() if result["crowd_busy"] > TOO_BUSY]
    noisy = [name for name, result in found.items() if result["others"] > TOO_NOISY]
    told = [f"Warning: {name}: the crowd used its core fully, so the figure is the crowd's limit." for name in tired]
    return told + [
        f"Warning: {name}: other programs used {found[name]['others']:.0%} of the machine; measure again."
        for name in noisy
    ]


def middle(figures: Iterable[float]) -> float:
    return part(figures, 0.5)


def part(figures: Iterable[float], share: float) -> float:
    """The figure below which this share of them lies (nearest rank)."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
