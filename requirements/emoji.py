"""Writes the table of emoji that the picker shows, from npm's emojibase-data: python requirements/emoji.py

The package is CLDR's and Unicode's data under the MIT licence. Only what the picker needs is kept, in its order:
groups, and of each emoji itself, its name, its shortcodes, its other keywords, and whether it comes in skin tones.
"""

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "emojibase-data@17.0.0"
TABLE = Path(__file__).parents[1] / "src/hubbub/static/hubbub/emoji.json"
NEWEST = 15.1  # what the fonts of today's systems draw
COMPONENT = 2
TONES = ["\U0001f3fb", "\U0001f3fc", "\U0001f3fd", "\U0001f3fe", "\U0001f3ff"]
LOOK = "\ufe0f"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], check=True, cwd=folder, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            read = lambda path: json.load(package.extractfile(f"package/{path}"))  # noqa: E731
            table = made(read("en/data.json"), read("meta/groups.json"), *codes(read))
    TABLE.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n")


def codes(read):
    return [read(f"en/shortcodes/{name}.json") for name in ("github", "emojibase")]


def made(rows, groups, *shortcodes):
    """`[{"name": …, "emoji": [[emoji, name, "codes", "keywords", tones], …]}, …]`; `tones` is 1 where it has them."""
    names = groups["groups"]
    found = {key: [] for key in names if int(key) != COMPONENT}
    for row in sorted(rows, key=lambda row: row.get("order", 0)):
        if str(row.get("group")) in found and row["version"] <= NEWEST:
            found[str(row["group"])].append(line(row, shortcodes))
    return [{"name": names[key], "emoji": lines} for key, lines in found.items()]


def line(row, shortcodes):
    names = [name for table in shortcodes for name in listed(table.get(row["hexcode"]))]
    names = list(dict.fromkeys(name for name in names if "_tone" not in name)) or [row["label"].replace(" ", "_")]
    said = " ".join([row["label"], *names]).replace("_", " ").split()
    keywords = [word for word in row.get("tags", []) if word not in said]
    return [sign(row), row["label"], " ".join(names), " ".join(keywords), int(has_tones(row))]


def sign(row):
    """Fully qualified: what is in colour by itself (type 1) as its code says, anything else with the emoji look."""
    return "".join(chr(int(part, 16)) for part in row["hexcode"].split("-")) if row["type"] else row["emoji"]


def listed(names):
    return [names] if isinstance(names, str) else names or []


def has_tones(row):
    """Whether its tones are made as `toned` makes them; what needs two tones is offered in yellow only."""
    single = {skin["tone"]: skin["emoji"] for skin in row.get("skins", []) if isinstance(skin["tone"], int)}
    return bool(single) and all(single.get(n) == toned(row["emoji"], tone) for n, tone in enumerate(TONES, 1))


def toned(emoji, tone):
    """The tone stands behind the first sign, in place of its emoji look."""
    first, rest = emoji[0], emoji[1:]
    return first + tone + rest.removeprefix(LOOK)


if __name__ == "__main__":
    main()
