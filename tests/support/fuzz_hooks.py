"""What schemathesis imports (tests/fuzz/schemathesis.toml): it must not take away its own way in, or its gardener."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

SPARED = {"token_id": os.environ["FUZZ_TOKEN_ID"], "username": os.environ["FUZZ_GARDENER"]}
INSTEAD = {"token_id": 2**53, "username": "nobody-at-all"}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Whatever made the case: chance, an earlier answer, or a dictionary."""
    for name, spared in SPARED.items():
        if str((case.path_parameters or {}).get(name)).casefold() == spared:
            case.path_parameters[name] = INSTEAD[name]
