"""Whether a frame is exactly what docs/protocol.md says: every key there, of its type, and no other."""

from __future__ import annotations

import functools
from typing import Any

import jsonschema

from docs import schemas

Json = dict[str, Any]


def check_frame(frame: Json) -> Json:
    """The frame itself, or an AssertionError that says where it departs from the protocol."""
    kind = frame.get("type", "")
    assert kind in validators(), f"The protocol has no frame {kind!r}: {frame}"
    error = jsonschema.exceptions.best_match(validators()[kind].iter_errors(frame))
    assert error is None, f"{kind} frame, at {error.json_path}: {error.message}"
    return frame


@functools.cache
def validators() -> dict[str, jsonschema.Draft202012Validator]:
    """By the type of the frame, from the schemas on the page; its objects are there beside the frames."""
    described = schemas.read(schemas.PAGE.read_text())
    return {
        name: jsonschema.Draft202012Validator({**schema, "$defs": described})
        for name, schema in described.items()
        if "type" in schema["properties"] and not name.endswith("-command")
    }
