from typing import Any

from hubbub.management.commands import worker
from hubbub.server.serve import migrate


class Command(worker.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrate()
        super().handle(*args, **options)
