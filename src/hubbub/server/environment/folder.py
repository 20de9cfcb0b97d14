"""The folder that keeps everything, and the key in it."""

from __future__ import annotations

import secrets
from pathlib import Path

from hubbub.server.environment.values import BadSetting, Environment


def data_folder(environ: Environment) -> Path:
    """The folder that keeps everything; made when missing, for its owner's eyes only."""
    folder = Path(environ.get("HUBBUB_DATA") or "data").expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(
            f"HUBBUB_DATA is {str(folder)!r}, and that folder cannot be made: {problem.strerror}."
        ) from None
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions. Made once, whole before it has its name, so that two starting processes agree."""
    path = folder / "secret_key"
    try:
        if not path.exists():
            _create_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as problem:
        raise BadSetting(f"HUBBUB_DATA is {str(folder)!r}, and {path.name} in it fails: {problem.strerror}.") from None


def _create_once(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
