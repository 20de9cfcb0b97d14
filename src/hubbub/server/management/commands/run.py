from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hubbub.server import serve
from hubbub.server.options import add_run_options


class Command(BaseCommand):
    help = (
        "Starts the chat server: makes its data folder, its database and its static files ready, and serves until "
        "Ctrl-C. On a new site it prints the address at which the first account is made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_run_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        serve.run()
