"""All benches, one table each: `make bench`. It takes a quarter of an hour; let the machine do nothing else then."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time

from bench import machine

ALL = ["fanout", "latency", "post", "connect", "memory", "history", "search", "workers", "rivals"]


def main() -> int:
    print(f"{platform.platform()}, Python {platform.python_version()}, {len(machine.CORES)} of {os.cpu_count()} cores.")
    if machine.SERVER_CORE == machine.CROWD_CORE:
        print("Server and crowd share the only core, so the figures are lower than the server's own.")
    start = time.monotonic()
    broken = [name for name in ALL if not finishes(name)]
    print(f"\nAll of it took {time.monotonic() - start:.0f} s.")
    if broken:
        print(f"Broke down: {', '.join(broken)}.")
    return 1 if broken else 0


def finishes(name: str) -> bool:
    """One after the other, each in a process of its own; what breaks down does not stop the rest."""
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=machine.ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
