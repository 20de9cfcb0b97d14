"""A bucket to keep files in: the server of moto, which speaks S3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import httpx

from tests.support.programs import Program
from tests.support.servers import COMMANDS


class ObjectStorage(Program):
    bucket = "chat"

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "moto_server", "-p", str(self.port)]

    def is_ready(self) -> bool:
        try:
            return httpx.put(f"{self.endpoint}/{self.bucket}", trust_env=False).is_success
        except httpx.TransportError:
            return False

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """As HUBBUB_UPLOADS_URL has it."""
        return f"s3://KEY:SECRET@{self.bucket}/folder?endpoint={self.endpoint}&region=us-east-1"

    def names(self) -> list[str]:
        """What lies in the bucket."""
        listed = httpx.get(f"{self.endpoint}/{self.bucket}", trust_env=False).raise_for_status().text
        return re.findall(r"<Key>([^<]+)</Key>", listed)
