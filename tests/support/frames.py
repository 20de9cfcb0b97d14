"""Whether a frame is exactly what the protocol says: every key there, of its type, and no other."""

from __future__ import annotations

import functools
from typing import Any

import jsonschema
import msgspec

from hubbub import wire

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
    return {kind: jsonschema.Draft202012Validator(schema) for kind, schema in schemas().items()}


@functools.cache
def schemas() -> dict[str, Json]:
    """The JSON Schema of each frame from the server, by its type."""
    return {_type(frame): _schema(frame) for frame in wire.SERVER_FRAMES}


def _type(frame: type[msgspec.Struct]) -> str:
    return str(frame.__struct_config__.tag)


def _schema(frame: type[msgspec.Struct]) -> Json:
    (schema,), definitions = msgspec.json.schema_components([frame], ref_template="#/$defs/{name}")
    return {**schema, "$defs": {name: _exact(object_) for name, object_ in definitions.items()}}


def _exact(schema: Json) -> Json:
    """An object's schema that wants every key that is always sent, and refuses one that is not described."""
    properties = schema.get("properties")
    if properties is None:
        return schema
    always = [key for key, described in properties.items() if key in schema["required"] or "default" in described]
    return {**schema, "required": always, "additionalProperties": False}
