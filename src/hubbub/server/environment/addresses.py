"""Where the site listens, and where people reach it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import ip_address

from hubbub.server.environment.values import BadSetting, Environment, number, split

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  the names of "all interfaces", not a choice to listen there


@dataclass(frozen=True)
class Address:
    """Where people reach the site: what a browser calls its origin."""

    scheme: str
    host: str
    port: int | None = None

    @property
    def secure(self) -> bool:
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def socket_origin(self) -> str:
        return self.origin.replace("http", "ws", 1)


def host(environ: Environment) -> str:
    value = environ.get("HUBBUB_HOST", "").strip().strip("[]")
    if any(sign in value for sign in " /@") or (":" in value and not _is_ip(value)):
        raise BadSetting(f"HUBBUB_HOST is {value!r}, but it must be a host name or an IP address, without a port.")
    return value or "127.0.0.1"


def port(environ: Environment) -> int:
    return number(environ, "HUBBUB_PORT", 8000, 1, 65535)


def address(environ: Environment) -> Address | None:
    """The public address in HUBBUB_URL, when there is one."""
    value = environ.get("HUBBUB_URL", "").strip()
    if not value:
        return None
    parts = split("HUBBUB_URL", value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadSetting(f"HUBBUB_URL is {value!r}, but it must be an address like https://chat.example.org.")
    if parts.path.strip("/"):
        raise BadSetting(f"HUBBUB_URL is {value!r}, but Hubbub needs a host of its own: leave out {parts.path!r}.")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return Address(parts.scheme, bracketed(parts.hostname), None if parts.port == usual else parts.port)


def allowed_hosts(public: Address | None, listening: str) -> list[str]:
    """The host names that a request may be addressed to: the public one, the local ones, this machine's own."""
    hosts = [*LOOPBACK, *([public.host] if public else [])]
    if public is None and listening in EVERYWHERE:
        hosts += machine_hosts()
    elif listening not in EVERYWHERE:
        hosts.append(bracketed(listening))
    return list(dict.fromkeys(name.lower() for name in hosts))


def machine_hosts() -> list[str]:
    name = socket.gethostname()
    try:
        found = socket.getaddrinfo(name, None)
    except OSError:
        return [name]
    return [name, *(bracketed(str(entry[4][0])) for entry in found)]


def proxies(environ: Environment, public: Address | None) -> list[str]:
    """Whose X-Forwarded headers are believed: by default this machine's, when HUBBUB_URL says that TLS ends there."""
    value = environ.get("HUBBUB_PROXIES", "").strip()
    if value:
        return [part.strip() for part in value.split(",") if part.strip()]
    return ["127.0.0.1", "::1"] if public and public.secure else []


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
