"""The options of `hubbub run`. They become variables of the environment, which worker processes inherit."""

from __future__ import annotations

import os
from argparse import ArgumentError, ArgumentParser
from collections.abc import Sequence

VARIABLES = {"host": "HUBBUB_HOST", "port": "HUBBUB_PORT", "workers": "HUBBUB_WORKERS"}


def add_run_options(parser: ArgumentParser) -> None:
    parser.add_argument("--host", help="where to listen; 127.0.0.1 unless HUBBUB_HOST says otherwise")
    parser.add_argument("--port", help="on which port; 8000 unless HUBBUB_PORT says otherwise")
    parser.add_argument("--workers", help="how many processes; 1 unless HUBBUB_WORKERS says otherwise; more need Redis")


def adopt_run_options(words: Sequence[str]) -> None:
    """Called before the settings are read. Words that are wrong are left for the command itself to complain about."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    add_run_options(parser)
    try:
        options, _ = parser.parse_known_args(words)
    except ArgumentError:
        return
    for name, variable in VARIABLES.items():
        if (value := getattr(options, name)) is not None:
            os.environ[variable] = value
