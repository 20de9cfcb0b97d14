from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hubbub import text
from hubbub.models import Person
from hubbub.operations.people import create_token, ensure_person


class Command(BaseCommand):
    help = "Manages the tokens with which programs use the HTTP API and the sockets."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        add = actions.add_parser("add", help="makes a token and prints it; it cannot be shown again")
        add.add_argument("username", metavar="USERNAME", help="the person that the program acts as")
        add.add_argument("--label", default="", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        _, token = create_token(self._person(options["username"]), options["label"])
        self.stdout.write(token)

    def _person(self, username: str) -> Person:
        if person := Person.objects.filter(key=text.skeleton(username)).first():
            return person
        users = get_user_model()
        try:
            return ensure_person(users._default_manager.get_by_natural_key(username))
        except users.DoesNotExist:
            raise CommandError(f"There is nobody called {username}.") from None
