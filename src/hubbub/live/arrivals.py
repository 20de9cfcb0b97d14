"""Who comes to the sockets: those who come at the same time are looked up, and greeted, together."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from hubbub import credentials, queries
from hubbub.credentials import Credential
from hubbub.errors import Unauthorized
from hubbub.live.together import Together
from hubbub.models import Person
from hubbub.operations.people import ensure_person
from hubbub.queries import Greeting
from hubbub.threads import in_thread

Known = tuple[Person, Credential]


class Arrivals:
    """
    Args:
        spawn: runs a coroutine beside the caller.
    """

    def __init__(self, spawn: Callable[[Coroutine[Any, Any, None]], Any]) -> None:
        self._tokens: Together[str, Known | None] = Together(_with_tokens, spawn)
        self._users: Together[Any, Person | None] = Together(_people_of, spawn)
        self._greetings: Together[Person, Greeting] = Together(_greetings, spawn)

    async def with_token(self, token: str) -> Known:
        """
        Raises:
            Unauthorized: nobody's token, or that of a closed account.
        """
        found = await self._tokens.share(token)
        if found is None:
            raise Unauthorized(credentials.BAD_TOKEN)
        return found

    async def signed_in(self, user: Any) -> Person:
        """The person of a user, who is made at the first visit."""
        found = await self._users.share(user)
        return await in_thread(ensure_person, user) if found is None else found

    async def greeting(self, person: Person) -> Greeting:
        return await self._greetings.share(person)


async def _with_tokens(tokens: Sequence[str]) -> list[Known | None]:
    return await in_thread(credentials.from_tokens, tokens)


async def _people_of(users: Sequence[Any]) -> list[Person | None]:
    return await in_thread(queries.people_of, users)


async def _greetings(people: Sequence[Person]) -> list[Greeting]:
    return await in_thread(queries.greetings, people)
