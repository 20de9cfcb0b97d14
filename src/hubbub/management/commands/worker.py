import signal
from typing import Any

from django.core.management.base import BaseCommand

from hubbub.outbound.background import Background


class Command(BaseCommand):
    help = "Sends notifications until it is told to stop: for servers that do not do it beside serving."

    def handle(self, *args: Any, **options: Any) -> None:
        background = Background()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: background.stop())
        background.run()
