"""`python -m bench.crowds KIND`: options as JSON on standard input, findings as JSON on standard output."""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module

import uvloop

from bench.crowds.sockets import Target


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    options = json.load(sys.stdin)
    crowd = import_module(f"bench.crowds.{sys.argv[1]}").crowd
    print(json.dumps(uvloop.run(crowd(Target(**options.pop("target")), **options))))


if __name__ == "__main__":
    main()
