"""docs/protocol.md says everything that the server can say and understand, and nothing else."""

from __future__ import annotations

import re

from docs import schemas
from hubbub import errors, wire
from hubbub.api import api
from tests.docs.pages import ROOT, read

PAGE = read("protocol.md")
SCRIPT = (ROOT / "src/hubbub/static/hubbub/js/types.js").read_text()
SAME = {"RoomState": "Room", "Summary": "RoomSummary", "Head": "RoomHead"}


def test_the_schemas_are_those_of_the_code() -> None:
    assert schemas.rewritten(PAGE) == PAGE, "Run: python docs/schemas.py"


def test_every_frame_command_and_object_has_a_schema() -> None:
    assert schemas.read(PAGE).keys() == schemas.schemas().keys()


def test_every_frame_has_a_heading() -> None:
    kinds = {str(frame.__struct_config__.tag) for frame in (*wire.SERVER_FRAMES, *wire.COMMANDS)}
    assert kinds - set(re.findall(r"^### (\w+)", PAGE, re.MULTILINE)) == set()


def test_every_error_code_is_listed() -> None:
    codes = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refused)}
    assert codes == set(re.findall(r"^\| `(\w+)` \| \d{3} \|", PAGE, re.MULTILINE))


def test_every_route_of_the_api_is_listed_and_no_other() -> None:
    table = PAGE[PAGE.index("## HTTP") :]
    listed = re.findall(r"`(GET|POST|PUT|PATCH|DELETE) ([\w/{}]+)`", table)
    assert set(listed) == routes()


def routes() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {(method.upper(), path.strip("/")) for path, methods in paths.items() for method in methods}


def test_the_browser_knows_every_frame_as_it_is() -> None:
    frames = {name: set(schema["properties"]) for name, schema in schemas.read(PAGE).items() if is_frame(name, schema)}
    written = {
        kind: keys(said)
        for said, kind in re.findall(r"@typedef \{\{(type: \"(\w+)\".*)\}\} \w+$", SCRIPT, re.MULTILINE)
    }
    assert written == frames


def is_frame(name: str, schema: schemas.Json) -> bool:
    return "type" in schema["properties"] and not name.endswith("-command")


def test_the_browser_reads_no_key_that_an_object_does_not_have() -> None:
    described, known = schemas.read(PAGE), objects()
    assert {"body", "html", "author"} < known["Message"]
    for name, said in known.items():
        assert said <= set(described[SAME.get(name, name)]["properties"]), name


def objects() -> dict[str, set[str]]:
    short = re.findall(r"@typedef \{\{(?!type:)(.*)\}\} (\w+)$", SCRIPT, re.MULTILINE)
    long = re.findall(r"@typedef \{object\} (\w+)\n((?: \* @property .*\n)+)", SCRIPT)
    properties = {name: set(re.findall(r"(?<=\} )\[?(\w+)\]?$", said, re.MULTILINE)) for name, said in long}
    return {name: keys(said) for said, name in short} | properties


def keys(typedef: str) -> set[str]:
    """Those of the outer object."""
    return set(re.findall(r"(\w+)\??:", re.sub(r"\{[^{}]*\}", "", typedef)))
