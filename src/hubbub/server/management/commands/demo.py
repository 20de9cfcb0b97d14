import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hubbub.errors import Refused
from hubbub.server.demo.build import SIGN_INS, Community, build
from hubbub.server.serve import migrate


class Command(BaseCommand):
    help = (
        "Fills the site with a believable community of makers: people, rooms and what they said. Rooms that exist "
        "already are left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--users", type=int, default=12, metavar="N", help="people, 4 to 1,600 (default: 12)")
        parser.add_argument("--rooms", type=int, default=8, metavar="N", help="rooms, 1 to 1,000 (default: 8)")
        parser.add_argument("--messages", type=int, default=600, metavar="N", help="messages (default: 600)")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed says the same things")
        parser.add_argument("--password", help="for those who can sign in; a random one when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or secrets.token_urlsafe(9)
        users, rooms = options["users"], options["rooms"]
        if not (4 <= users <= 1_600 and 1 <= rooms <= 1_000 and options["messages"] >= 0):
            raise CommandError("A demo has 4 to 1,600 users, 1 to 1,000 rooms, and no fewer than 0 messages.")
        migrate()
        try:
            made = build(
                users=users,
                rooms=rooms,
                messages=options["messages"],
                seed=options["seed"],
                password=password,
                until=timezone.localtime(),
            )
        except Refused as refused:
            raise CommandError(refused.message) from None
        self._tell(made, password)

    def _tell(self, made: Community, password: str) -> None:
        owner, *others = list(made.people)[:SIGN_INS]
        self.stdout.write(
            f"{len(made.people)} people, {len(made.rooms)} new rooms, {made.messages:,} messages.\n"
            f"Sign in as {owner}, {', '.join(others[:-1])} or {others[-1]}. Password: {password}"
        )
