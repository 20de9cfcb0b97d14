"""The HTTP API: JSON for everything that a client does. One file a noun; each parses, calls one operation, answers."""

from __future__ import annotations

from hubbub import __version__
from hubbub.api import (
    direct,
    emoji,
    invitations,
    keeping,
    me,
    members,
    mentions,
    messages,
    notifications,
    people,
    pins,
    preferences,
    push,
    reactions,
    rooms,
    saved,
    search,
    site,
    threads,
    tokens,
    uploads,
)
from hubbub.api.application import Api, documented
from hubbub.api.auth import BearerToken, SessionCookie
from hubbub.api.bodies import StrictParser
from hubbub.api.rates import Rated
from hubbub.api.refusals import handle_refusals

api = Api(
    title="Hubbub",
    version=__version__,
    urls_namespace="hubbub:api",
    auth=[BearerToken(), SessionCookie()],
    parser=StrictParser(),
    throttle=Rated("change"),
    docs_decorator=documented,
)
handle_refusals(api)
NOUNS = (
    *(me, preferences, push, notifications),
    *(rooms, keeping, members, messages, reactions, pins, saved, mentions, emoji, uploads, threads, direct),
    *(people, search, tokens, invitations, site),
)
for noun in NOUNS:
    api.add_router("", noun.router)
