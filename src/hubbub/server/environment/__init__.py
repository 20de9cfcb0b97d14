"""What the environment says, parsed by plain functions; a value that cannot be used raises `BadSetting`."""

from __future__ import annotations

from hubbub.server.environment.addresses import (
    EVERYWHERE,
    Address,
    address,
    allowed_hosts,
    host,
    machine_hosts,
    port,
    proxies,
)
from hubbub.server.environment.folder import data_folder, secret_key
from hubbub.server.environment.limits import limit, rate, upload_limit, workers
from hubbub.server.environment.pushes import push_contact, push_key
from hubbub.server.environment.services import Mail, channel_layers, databases, mail, uploads
from hubbub.server.environment.values import BadSetting, flag, number, time_zone

__all__ = [
    "EVERYWHERE",
    "Address",
    "BadSetting",
    "Mail",
    "address",
    "allowed_hosts",
    "channel_layers",
    "data_folder",
    "databases",
    "flag",
    "host",
    "limit",
    "machine_hosts",
    "mail",
    "number",
    "port",
    "proxies",
    "push_contact",
    "push_key",
    "rate",
    "secret_key",
    "time_zone",
    "upload_limit",
    "uploads",
    "workers",
]
