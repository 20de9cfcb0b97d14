"""Whether a handshake finds a place: so many sockets a person, so many an address."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from hubbub import conf
from hubbub.errors import RateLimited
from hubbub.live.limits import Sockets, person_key

SECONDS_TO_WAIT = 30
NETWORK = 64  # what one household or one rented server has of IPv6: its addresses there are for the taking


class Admission:
    """A socket's places under the limits, from the beginning of its handshake to its end.

    Args:
        sockets: the counts of the process.
    """

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._places: list[str] = []

    def of_address(self, scope: Mapping[str, Any]) -> None:
        """
        Raises:
            RateLimited: too many from the address that the scope names. A scope that names none is not limited.
        """
        if address := address_of(scope):
            self._take(f"address {address}", "SOCKETS_PER_ADDRESS", "your address")

    def of_person(self, person: int) -> None:
        """
        Raises:
            RateLimited: the person has too many.
        """
        self._take(person_key(person), "SOCKETS_PER_USER", "you")

    def _take(self, key: str, limit: str, whose: str) -> None:
        most = conf.get(limit)
        if not self._sockets.take(key, most):
            sentence = f"There are {most:,} open connections of {whose} already. Close one, or come back later."
            raise RateLimited(sentence, retry_after=SECONDS_TO_WAIT)
        self._places.append(key)

    def end(self) -> None:
        """Give the places back. Doing it twice is doing it once."""
        while self._places:
            self._sockets.release(self._places.pop())


def address_of(scope: Mapping[str, Any]) -> str:
    """The client's address, of IPv6 the network around it; "" where the server knows none, as on a Unix socket."""
    client = scope.get("client") or [""]
    try:
        address = ip_address(client[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address.packed, NETWORK), strict=False))
