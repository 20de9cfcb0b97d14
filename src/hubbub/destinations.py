"""Where a request of the server's own may go: to public hosts over https, whatever address people gave it."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

LONGEST_URL = 2_000
LONGEST_HOST = 253
PORTS = {"https": 443, "http": 80}
GLOBAL = IPv6Network("2000::/3")
TRANSLATED = [IPv6Network("2001::/32"), IPv6Network("2001:db8::/32"), IPv6Network("2002::/16")]
SPECIAL = [IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24")]  # of which older Pythons call some global

IpAddress = IPv4Address | IPv6Address


class NotAllowed(Exception):
    """An address to which nothing is sent. Its text is the end of a sentence: what is wrong with it."""


@dataclass(frozen=True)
class Target:
    """An address that may be asked, by name still."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str, *, loopback: bool = False) -> Target:
    """An address as far as it can be judged without asking anybody.

    Args:
        loopback: this machine may be asked too, and without TLS: for tests and development.

    Raises:
        NotAllowed: no https address, or one that is not public as it stands.
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or set(url) & set(' "<>\\^`{|}'):
        raise NotAllowed("is no address")
    try:
        parts = urlsplit(url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
        found = Target(parts.scheme, parts.hostname or "", port, _path(parts))
    except ValueError:
        raise NotAllowed("is no address") from None
    _check(found, parts.username is not None or "@" in parts.netloc, loopback)
    return found


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _check(found: Target, has_user: bool, loopback: bool) -> None:
    here = loopback and found.host in {"localhost", "127.0.0.1", "::1"}
    if not 0 < len(found.host) <= LONGEST_HOST or has_user or not found.port:
        raise NotAllowed("is no address")
    if not found.secure and not (here and found.scheme == "http"):
        raise NotAllowed("does not begin with https://")
    literal = _literal(found.host)
    if not here and (not is_public(literal) if literal else "." not in found.host.strip(".")):
        raise NotAllowed("is not public")


def _literal(host: str) -> IpAddress | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


async def resolved(found: Target, *, loopback: bool = False) -> list[str]:
    """The addresses of a host, all of them public, for a connection that goes to one of them and nowhere else.

    Raises:
        NotAllowed: one of them is not public.
        OSError: the name is not known.
    """
    loop = asyncio.get_running_loop()
    entries = await loop.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    for address in addresses:
        numeric = ip_address(address.partition("%")[0])
        if not (is_public(numeric) or (loopback and numeric.is_loopback)):
            raise NotAllowed("is not public")
    return addresses


def is_public(address: IpAddress) -> bool:
    """Whether it is somebody's on the internet. Of IPv6, no form in which an IPv4 address hides."""
    if isinstance(address, IPv6Address):
        return address in GLOBAL and address.is_global and not any(address in net for net in TRANSLATED)
    special = address.is_multicast or address.is_reserved or any(address in net for net in SPECIAL)
    return address.is_global and not special
