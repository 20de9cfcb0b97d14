"""The command `hubbub`: Django's `manage.py` with the product's settings, and the product's own commands."""

from __future__ import annotations

import os
import sys

from hubbub import __version__
from hubbub.server.environment import BadSetting
from hubbub.server.options import adopt_run_options


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubbub.server.settings")
    match sys.argv[1:2]:
        case ["version" | "--version"]:
            print(f"Hubbub {__version__}")
            return
        case ["run"]:
            adopt_run_options(sys.argv[2:])
        case ["runserver"]:
            os.environ.setdefault("HUBBUB_DEBUG", "1")
    try:
        _execute()
    except BadSetting as problem:
        sys.exit(_complaint(problem))
    except KeyboardInterrupt:
        sys.exit(130)


def _execute() -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _complaint(problem: BadSetting) -> int:
    print(problem, file=sys.stderr)
    return 2
