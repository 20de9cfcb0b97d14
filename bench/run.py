"""All benches, one table each: `make bench`."""

from __future__ import annotations

import os
import platform

from bench import fanout


def main() -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores\n")
    fanout.main()


if __name__ == "__main__":
    main()
