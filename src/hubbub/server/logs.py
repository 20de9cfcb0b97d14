"""What must not reach a log: addresses that are keys, and pages of our code for whatever a stranger sends."""

from __future__ import annotations

import logging
import re

_KEYS_IN_ADDRESSES = re.compile(r"(/join/|/password/reset/key/|/confirm-email/|[?&]secret=)[^\s/?&\"']+")


class HideSecrets(logging.Filter):
    """Blots out the codes of invitations, set-up and password links."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _KEYS_IN_ADDRESSES.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True


class Brief(logging.Filter):
    """Says in one line what Django found suspicious in a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = None
        return True
