from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hubbub.errors import Refused
from hubbub.operations.accounts import create_account
from hubbub.server.serve import migrate


class Command(BaseCommand):
    help = "Manages accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        add = actions.add_parser("add", help="makes an account")
        add.add_argument("username", metavar="USERNAME")
        add.add_argument("--password", help="asked for when left out")
        add.add_argument("--name", default="", help="what people call them; the username when left out")
        add.add_argument("--owner", action="store_true", help="owns the site: settings, invitations, everyone's rooms")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or getpass()
        migrate()
        try:
            user = create_account(options["username"], password, name=options["name"], owner=options["owner"])
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"{user.get_full_name()} can sign in as {user.get_username()}.")
