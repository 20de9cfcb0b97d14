from typing import Any

from hubbub.management.commands import token
from hubbub.server.serve import migrate


class Command(token.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate()
        super().handle(*args, **options)
