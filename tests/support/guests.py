"""People who only stand around, beside a server that runs: python -m tests.support.guests COUNT, in its environment."""

from __future__ import annotations

import os
import sys


def main(count: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
    django.setup()
    from tests.support.inside import make_guests

    make_guests(int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
