"""Writes the JSON Schemas of docs/protocol.md from hubbub.wire: python docs/schemas.py

In the page a schema stands in the first ```json block after a line `<!-- schema: NAME -->`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from hubbub import wire

PAGE = Path(__file__).with_name("protocol.md")
BLOCK = re.compile(r"(?<=<!-- schema: )([\w-]+)( -->\n+```json\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
REFERENCE = "#/$defs/{name}"

Json = dict[str, Any]


def schemas() -> dict[str, Json]:
    """Every frame and command by its type, and the objects in them by their class."""
    return {**_named(wire.SERVER_FRAMES, exact=True), **_named(wire.COMMANDS, exact=False)}


def _named(frames: tuple[type[msgspec.Struct], ...], *, exact: bool) -> dict[str, Json]:
    _, found = msgspec.json.schema_components(frames, ref_template=REFERENCE)
    names = {frame.__name__: _name(frame) for frame in frames}
    return {names.get(name, name): _exact(schema) if exact else schema for name, schema in found.items()}


def _name(frame: type[msgspec.Struct]) -> str:
    kind = str(frame.__struct_config__.tag)
    return f"{kind}-command" if frame in wire.COMMANDS else kind


def _exact(schema: Json) -> Json:
    """Of what the server sends: every key that is always there is wanted, and no other than these allowed."""
    always = [key for key, described in schema["properties"].items() if _is_always_there(schema, key, described)]
    return {**schema, "required": always, "additionalProperties": False}


def _is_always_there(schema: Json, key: str, described: Json) -> bool:
    return key in schema["required"] or "default" in described


def written(name: str) -> str:
    """A schema as the page shows it: a line for each key."""
    schema = {key: value for key, value in schemas()[name].items() if key not in {"title", "description"}}
    properties = [f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in schema.pop("properties").items()]
    rest = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in schema.items()]
    return "{\n" + ",\n".join([*rest, '  "properties": {\n' + ",\n".join(properties) + "\n  }"]) + "\n}\n"


def rewritten(page: str) -> str:
    return BLOCK.sub(lambda found: found[1] + found[2] + written(found[1]), page)


def read(page: str) -> dict[str, Json]:
    """The schemas that the page shows."""
    return {name: json.loads(schema) for name, _, schema in BLOCK.findall(page)}


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text()))
