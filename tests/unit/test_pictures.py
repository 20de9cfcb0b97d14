"""Pictures, written anew in another process: what stays of them, and what ends it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from hubbub import pictures
from hubbub.errors import TooLarge
from hubbub.pictures import Developed, Worker, worker
from tests.support.files import GPS, moving, picture

FORMATS = ["PNG", "JPEG", "GIF", "WEBP"]


class Darkroom:
    def __init__(self, folder: Path) -> None:
        self.source, self.picture, self.thumbnail = (folder / name for name in ("source", "picture", "thumbnail"))

    def develop(self, content: bytes) -> Developed | None:
        self.source.write_bytes(content)
        return pictures.develop(str(self.source), str(self.picture), str(self.thumbnail))

    def opened(self) -> Image.Image:
        return Image.open(BytesIO(self.picture.read_bytes()))


@pytest.fixture
def darkroom(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path)


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_keeps_its_format_and_size_and_has_a_thumbnail(darkroom: Darkroom, format: str) -> None:
    assert darkroom.develop(picture(format, (1_000, 900))) == Developed(1_000, 900, True)
    assert (darkroom.opened().format, darkroom.opened().size) == (format, (1_000, 900))
    with Image.open(darkroom.thumbnail) as small:
        assert (small.format, small.size) == ("WEBP", (533, 480))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_depth_is_kept(darkroom: Darkroom, mode: str) -> None:
    assert darkroom.develop(picture("PNG", mode=mode)) == Developed(40, 30, True)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_colours_can_be_shown(darkroom: Darkroom, mode: str) -> None:
    assert darkroom.develop(picture("JPEG", mode=mode))
    assert darkroom.opened().mode in {"L", "RGB"}


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_it_is_upright_and_says_nothing_of_the_camera(darkroom: Darkroom, format: str) -> None:
    assert darkroom.develop(picture(format, (60, 20), exif=True)) == Developed(20, 60, True)
    for path in (darkroom.picture, darkroom.thumbnail):
        content = path.read_bytes()
        assert GPS not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_words_and_profiles_do_not_stay(darkroom: Darkroom) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "secret words", zip=False)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert darkroom.develop(picture("PNG", pnginfo=words, icc_profile=profile))
    assert b"secret" not in darkroom.picture.read_bytes()
    assert not darkroom.opened().info.get("icc_profile")
    assert darkroom.develop(picture("JPEG", comment=b"secret words", icc_profile=b"no profile"))
    assert b"secret" not in darkroom.picture.read_bytes()
    assert darkroom.develop(moving("GIF", comment=b"secret words"))
    assert b"secret" not in darkroom.picture.read_bytes()


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(darkroom: Darkroom, format: str) -> None:
    assert darkroom.develop(moving(format)) == Developed(40, 30, False)
    image = darkroom.opened()
    assert getattr(image, "n_frames", 1) == 3
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        red, green, _ = frame.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert abs(red - 80 * number) < 12, "each frame has its own colour"
        assert abs(green - 40) < 12


def test_holes_in_what_moves_stay_holes(darkroom: Darkroom) -> None:
    frames = [Image.new("RGBA", (20, 20), (0, 0, 0, 0)) for _ in range(2)]
    for number, frame in enumerate(frames):
        frame.paste((255, 0, 0, 255), (number * 10, 0, number * 10 + 10, 20))
    buffer = BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], disposal=2, duration=50, loop=0)
    darkroom.develop(buffer.getvalue())
    image = darkroom.opened()
    image.seek(1)
    assert image.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert image.convert("RGBA").getpixel((15, 5))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture()[:60],
        picture("JPEG", (300, 300))[:400],
        b"GIF89a<script>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"P6 4 4 255 " + b"x" * 48,
        picture("TIFF"),
        picture("BMP"),
    ],
    ids=["nothing", "a signature", "cut", "a cut JPEG", "a GIF that is none", "PostScript", "PPM", "TIFF", "BMP"],
)
def test_what_is_no_picture_of_ours_is_none(darkroom: Darkroom, content: bytes) -> None:
    assert darkroom.develop(content) is None


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """One that says any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG", (7_100, 7_100), mode="1"),
        png_of(2**31 - 1, 2**31 - 1, b""),
        png_of(65_000, 65_000, b"\0" * 1_000_000),
        b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0" * 6 + b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;",
        moving("GIF", 300, (900, 900)),
    ],
    ids=["many pixels", "more than there are", "a small file", "a GIF", "many frames"],
)
def test_what_unpacks_to_too_much_is_refused(darkroom: Darkroom, content: bytes) -> None:
    with pytest.raises(TooLarge, match="megapixels"):
        darkroom.develop(content)


def test_words_that_unpack_to_gigabytes_are_no_picture(darkroom: Darkroom) -> None:
    bomb = b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9)
    whole = picture()
    assert darkroom.develop(whole[:33] + chunk(b"zTXt", bomb) + whole[33:]) is None


def test_a_worker_that_does_not_answer_in_time_is_ended_and_the_next_one_works(darkroom: Darkroom) -> None:
    one = Worker()
    darkroom.source.write_bytes(picture("PNG", (3_000, 3_000)))
    question = {"source": str(darkroom.source), "picture": str(darkroom.picture), "thumbnail": str(darkroom.thumbnail)}
    assert one.ask(question, seconds=0) == {"refused": "too_much"}
    assert one.ask(question)["width"] == 3_000
    one.end()


def test_a_worker_that_died_in_the_meantime_is_replaced(darkroom: Darkroom) -> None:
    one = Worker()
    darkroom.source.write_bytes(picture())
    question = {"source": str(darkroom.source), "picture": str(darkroom.picture), "thumbnail": str(darkroom.thumbnail)}
    assert one.ask(question)["width"] == 40
    assert one._process is not None
    psutil.Process(one._process.pid).kill()
    one._process.wait()
    assert one.ask(question)["width"] == 40
    one.end()


def test_a_worker_knows_no_secret_and_has_its_limits() -> None:
    one = Worker()
    process = one._running()
    one.ask({"source": "/nowhere", "picture": "", "thumbnail": ""})
    limits = Path(f"/proc/{process.pid}/limits").read_text()
    assert f"{worker.MEMORY}" in limits
    assert b"HUBBUB" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    one.end()
