"""The HTTP API: JSON for everything that a client does. One file a noun; each parses, calls one operation, answers."""

from __future__ import annotations

from ninja import NinjaAPI

from hubbub import __version__

api = NinjaAPI(title="Hubbub", version=__version__, urls_namespace="hubbub-api", docs_url="/docs")
