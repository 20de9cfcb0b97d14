"""The one validation of everything that a person writes, the same on socket and HTTP and on both databases.

Each `clean_…` gives back the text as it is stored, or raises a sentence for the person who wrote it. Nothing is ever
cut: a text is kept or refused. Cleaning twice changes nothing.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

from hubbub import emoji
from hubbub.errors import Conflict, Invalid, TooLarge
from hubbub.lookalikes import capital_misleads, guesses, skeleton

__all__ = [
    "clean_body",
    "clean_emoji",
    "clean_emoji_name",
    "clean_file_name",
    "clean_line",
    "clean_room_name",
    "clean_username",
    "clean_welcome",
    "folded",
    "skeleton",
]

BODY_CHARACTERS = 8_000
BODY_BYTES = 32_000
WELCOME_CHARACTERS = 2_000
ROOM_NAME_LENGTH = 50
USERNAME_LENGTH = 30
EMOJI_LENGTH = 32
FILE_NAME_LENGTH = 255
EMPTY = "The message is empty. Write something first."

RESERVED_ROOM_NAMES = """
    accounts activity admin api browse chat direct directory drafts invitations join login logout mentions messages new
    people preferences rooms saved search settings setup signup static threads unread uploads users ws
""".split()  # noqa: SIM905 - a column of thirty words is harder to read
RESERVED_USERNAMES = """
    all anonymous channel deleted everybody everyone here hubbub nobody null system undefined
""".split()  # noqa: SIM905

_FORBIDDEN_IN_BODY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_JOINER_IN_A_SCRIPT = re.compile(r"(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])")

_ROOM_NAME = re.compile(r"[\w-]+")
_USERNAME = re.compile(r"\w(?:[\w-]|\.(?!\.))*(?<![.-])")

_SYMBOLS = (
    r"\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    r"\u2b05-\u2b55\u3030\u303d\u3297\u3299"
)
_PICTURES = r"\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
_ONE_PICTURE = rf"[{_SYMBOLS}{_PICTURES}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_EMOJI = re.compile(
    rf"{_ONE_PICTURE}(?:\u200d{_ONE_PICTURE})*"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    r"|[0-9#*]\ufe0f\u20e3"
    r"|\U0001f3f4[\U000e0020-\U000e007e]{2,8}\U000e007f"
)
_EMOJI_NAME = re.compile(r"[a-z0-9_+-]{2,30}")
_COLOURED_BY_ITSELF = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    "\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755"
    "\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_IN_BLACK = re.compile(rf"(?![{_COLOURED_BY_ITSELF}])([{_SYMBOLS}])(?![\ufe0f\U0001f3fb-\U0001f3ff])")
_TWICE_IN_COLOUR = re.compile(rf"([{_COLOURED_BY_ITSELF}])\ufe0f")


def clean_body(text: str, *, may_be_empty: bool = False) -> str:
    """A message: line ends become \\n, composed characters (NFC), no white space around it.

    Args:
        may_be_empty: a message with files needs no words.
    """
    text = _clean_lines(text, "message")
    if not _can_be_seen(text) and not (may_be_empty and not text):
        raise Invalid(EMPTY)
    if len(text) > BODY_CHARACTERS or len(text.encode()) > BODY_BYTES:
        raise TooLarge(
            f"The message is too long: {len(text):,} characters. At most {BODY_CHARACTERS:,} characters"
            f" ({BODY_BYTES:,} bytes) fit in one message."
        )
    return text


def clean_welcome(text: str) -> str:
    """What a room says to new members, written as a message is; empty for nothing."""
    text = _clean_lines(text, "welcome text")
    if len(text) > WELCOME_CHARACTERS:
        raise TooLarge(
            f"The welcome text is too long: {len(text):,} characters. At most {WELCOME_CHARACTERS:,} are allowed."
        )
    return text if _can_be_seen(text) else ""


def _clean_lines(text: str, what: str) -> str:
    text = text.replace("\r\n", "\n")
    if _FORBIDDEN_IN_BODY.search(text):
        raise Invalid(f"The {what} holds control characters that cannot be stored. Remove them and send it again.")
    return normalize("NFC", text).strip()


def clean_line(text: str, *, longest: int, what: str, may_be_empty: bool = False) -> str:
    """A title, a topic, a person's name: one visible line (NFC), its white space single."""
    _refuse_unseen(text, what)
    text = " ".join(normalize("NFC", text).split())
    if not _can_be_seen(text) and not (may_be_empty and not text):
        raise Invalid(f"The {what} is empty.")
    if len(text) > longest:
        raise TooLarge(f"The {what} is too long: {len(text):,} characters. At most {longest:,} are allowed.")
    return text


def clean_room_name(text: str) -> str:
    """A room's name in addresses (NFKC): letters of any script, digits, `_`, `-`; at least one letter or digit."""
    name = _one_name(text, "room name", ROOM_NAME_LENGTH)
    if not _ROOM_NAME.fullmatch(name) or not any(map(str.isalnum, name)):
        raise Invalid("A room name is made of letters, digits, “-” and “_”, for example “tea-room”.")
    if guesses(name) & _RESERVED_ROOM_KEYS:
        raise Invalid(f"“{name}” is, or looks like, a name that Hubbub uses itself. Choose another room name.")
    return name


def clean_username(text: str) -> str:
    """A person's handle (NFKC): letters, digits, `_`, and `.` or `-` inside it, so that “Thanks @mina.” means mina."""
    name = _one_name(text, "username", USERNAME_LENGTH)
    if not _USERNAME.fullmatch(name) or not any(map(str.isalnum, name)):
        raise Invalid("A username is made of letters, digits, “_”, and “.” or “-” between them, for example “mina.k”.")
    if guesses(name) & _RESERVED_USERNAME_KEYS:
        raise Invalid(f"“{name}” is, or looks like, a name that Hubbub uses itself. Choose another username.")
    return name


def clean_emoji(text: str) -> str:
    """One emoji, in the form that shows in colour, so that two ways to write one heart are one reaction."""
    text = _IN_BLACK.sub("\\1\ufe0f", _TWICE_IN_COLOUR.sub(r"\1", text))
    if len(text) > EMOJI_LENGTH:
        raise TooLarge(f"A reaction is one emoji of at most {EMOJI_LENGTH} characters.")
    if not _EMOJI.fullmatch(text):
        raise Invalid("A reaction is one emoji, for example 👍.")
    return text


def clean_emoji_name(text: str) -> str:
    """What stands between two colons for a picture of the site; not what everybody knows as another emoji."""
    name = text.strip().strip(":").casefold()
    if not _EMOJI_NAME.fullmatch(name):
        raise Invalid("The name of an emoji is 2 to 30 of the letters a to z, digits, _, + and -.")
    if emoji.by_code(name):
        raise Conflict(f":{name}: is {emoji.by_code(name)} everywhere. Choose another name.")
    return name


def folded(text: str) -> str:
    """For finding one text in another, whatever is written small, wide or composed in them."""
    return normalize("NFKC", normalize("NFKC", text).casefold())


def clean_file_name(text: str) -> str:
    """A file's name as its sender has it (NFC), without the folders before it; no white space around it."""
    name = re.split(r"[/\\]", text)[-1]
    _refuse_unseen(name, "file name")
    name = normalize("NFC", name).strip()
    if not _can_be_seen(name) or not name.strip("."):
        raise Invalid("The file has no name that can be used. Give it another one, and send it again.")
    if len(name) > FILE_NAME_LENGTH:
        raise TooLarge(f"The file name is too long: {len(name):,} characters. At most {FILE_NAME_LENGTH} are allowed.")
    return name


def _one_name(text: str, what: str, longest: int) -> str:
    _refuse_unseen(text, what)
    name = normalize("NFKC", text).strip()
    name = "".join(char.lower() if capital_misleads(char) else char for char in name)
    _refuse_unseen(name, what)
    if not name:
        raise Invalid(f"The {what} is empty.")
    if len(name) > longest:
        raise TooLarge(f"The {what} is too long: {len(name):,} characters. At most {longest} are allowed.")
    return name


def _refuse_unseen(text: str, what: str) -> None:
    """Controls, lone surrogates, line ends, zero-width and direction marks; joiners inside scripts and emoji stay."""
    for char in _JOINER_IN_A_SCRIPT.sub("", text):
        if char in _BLANK_LETTERS or category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            raise Invalid(f"The {what} must be one line without invisible or control characters.")


def _can_be_seen(text: str) -> bool:
    return any(char not in _BLANK_LETTERS and category(char)[0] not in "CZM" for char in text)


_RESERVED_ROOM_KEYS = frozenset(map(skeleton, RESERVED_ROOM_NAMES))
_RESERVED_USERNAME_KEYS = frozenset(map(skeleton, RESERVED_USERNAMES))
