"""The process that decodes pictures. It is started as a script, and knows nothing of Hubbub, its settings or database.

It reads one JSON object a line (where the picture is, where to write it anew and its thumbnail) and answers with one:
the size, or why there is none. It takes as much memory as its limits allow, and whoever asked ends it when it takes too
long: a picture can be made to unpack to anything.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence, JpegImagePlugin

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOVING = {"PNG", "GIF", "WEBP"}
MODES = {"1", "L", "LA", "I;16", "P", "PA", "RGB", "RGBA", "CMYK"}
WITH_PROFILES = {"RGB", "RGBA", "CMYK"}
MOST_PIXELS = 50_000_000
MOST_FRAMES = 1_000
MOST_PIXELS_OF_ALL_FRAMES = 150_000_000
THUMBNAIL = (640, 480)

POLITE = 10
SECONDS = 20
IDLE = 60
MEMORY = 1 << 30
FILE_SIZE = 200 << 20

Answer = dict[str, Any]


class TooMuch(Exception):
    """It could be decoded, but it is not worth what that takes."""


def main() -> None:
    limit()
    while select.select([sys.stdin], [], [], IDLE)[0] and (line := sys.stdin.buffer.readline()):
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of processor time; the signal ends the process
        print(json.dumps(answer(json.loads(line))), flush=True)
        signal.setitimer(signal.ITIMER_PROF, 0)


def limit() -> None:
    """What even a decoder with a mistake in it cannot exceed. Whoever writes messages goes first."""
    os.nice(POLITE)
    limits = {"RLIMIT_AS": MEMORY, "RLIMIT_FSIZE": FILE_SIZE, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 64}
    for name, most in limits.items():
        with suppress(ValueError, OSError):  # a lower limit is there already
            resource.setrlimit(getattr(resource, name), (most, most))


def answer(asked: dict[str, str]) -> Answer:
    """`{"width", "height", "thumbnail"}`; or `{"refused"}`: `too_much`, `full`, or `broken` for what is no picture."""
    try:
        return develop(**asked)
    except (TooMuch, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_much"}
    except OSError as error:
        return {"refused": "full" if error.errno is not None else "broken"}
    except Exception:  # decoders raise anything at all for what is broken
        return {"refused": "broken"}


def develop(source: str, picture: str, thumbnail: str) -> Answer:
    """Decode a picture and write it anew, upright, in sRGB, with nothing but its pixels; beside it a thumbnail, unless
    it moves."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(source, formats=FORMATS) as image:
        if getattr(image, "is_animated", False) and image.format in MOVING:
            _write_moving(image, picture)
            return {"width": image.width, "height": image.height, "thumbnail": False}
        still = _clean(image)
        _write_still(still, image, picture)
        _write_thumbnail(still, thumbnail)
        return {"width": still.width, "height": still.height, "thumbnail": True}


# Still pictures


def _clean(image: Image.Image) -> Image.Image:
    """Upright and in sRGB; all that it carried besides its pixels is left behind."""
    image.load()
    upright = ImageOps.exif_transpose(image)
    still = _in_srgb(upright, image.info.get("icc_profile"))
    still.info = {"transparency": image.info["transparency"]} if _has_key_colour(image, still, upright) else {}
    return still


def _has_key_colour(image: Image.Image, still: Image.Image, upright: Image.Image) -> bool:
    """A colour that stands for transparent is the same one still."""
    return still is upright and "transparency" in image.info


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that cannot be read is left out, as browsers do."""
    if image.mode not in MODES:
        return image.convert("RGB")
    if profile and image.mode in WITH_PROFILES:
        with suppress(ImageCms.PyCMSError, OSError):
            return _converted(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if "A" in image.mode or "transparency" in image.info else "RGB"
    source = image if image.mode == "CMYK" else image.convert(mode)
    srgb: Any = ImageCms.createProfile("sRGB")
    found = ImageCms.profileToProfile(source, BytesIO(profile), srgb, outputMode=mode)
    if found is None:
        raise OSError("no picture")
    return found


def _write_still(still: Image.Image, image: Image.Image, path: str) -> None:
    if image.format == "PNG":
        still.save(path, "PNG", compress_level=6 if still.width * still.height < 4_000_000 else 3)
    elif image.format == "WEBP":
        still.save(path, "WEBP", quality=90, method=2)
    elif image.format == "GIF":
        still.save(path, "GIF")
    else:
        still.save(path, "JPEG", progressive=True, **_fineness(still, image))


def _fineness(still: Image.Image, image: Image.Image) -> dict[str, Any]:
    """As fine as it came, where both have the same channels, so that writing it anew loses next to nothing."""
    tables = getattr(image, "quantization", None)
    sampling = JpegImagePlugin.get_sampling(image)
    if tables and still.mode == image.mode and sampling >= 0:
        return {"qtables": tables, "subsampling": sampling}
    return {"quality": 90}


def _write_thumbnail(image: Image.Image, path: str) -> None:
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256).convert("L")
    opaque = image.mode in {"1", "L", "RGB"} and "transparency" not in image.info
    small = image.convert("RGB" if opaque else "RGBA")
    small.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = {}
    small.save(path, "WEBP", quality=80, method=4)


# Moving pictures


def _write_moving(image: Image.Image, path: str) -> None:
    frames = getattr(image, "n_frames", 1)
    if frames > MOST_FRAMES or frames * image.width * image.height > MOST_PIXELS_OF_ALL_FRAMES:
        raise TooMuch
    if image.format == "GIF":
        _write_gif(image, path)
    elif image.format == "WEBP":
        durations = [_duration(frame) for frame in ImageSequence.Iterator(image)]
        loop = image.info.get("loop", 0)
        image.info = {}
        image.save(path, "WEBP", save_all=True, duration=durations, loop=loop, quality=85, method=0)
    else:
        image.save(path, "PNG", save_all=True, disposal=0, blend=0, compress_level=3, icc_profile=None)


def _duration(frame: Image.Image) -> int:
    frame.load()
    return int(frame.info.get("duration", 0))


def _write_gif(image: Image.Image, path: str) -> None:
    """A frame with holes must be taken away before the next one; others stand under it, which is smaller."""
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    holes = any(frame.mode == "RGBA" for frame in _frames(image))
    frames = _frames(image)
    next(frames).save(path, "GIF", save_all=True, append_images=frames, disposal=2 if holes else 1, **loop)


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """One after the other, so that not all are in memory in full colour."""
    for frame in ImageSequence.Iterator(image):
        whole = frame.convert("RGBA")
        clean = whole if _has_holes(whole) else whole.convert("RGB")
        clean.info = {"duration": frame.info.get("duration", 0)}
        yield clean


def _has_holes(image: Image.Image) -> bool:
    return any(image.getchannel("A").histogram()[:255])


if __name__ == "__main__":
    main()
