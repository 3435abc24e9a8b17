"""Makes a browser's picture small: at most 256 colours, which is all that text and plain areas need."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
STEP = 12  # colours nearer than this are one
MOST = 256
SAMPLES = {2: 3, 6: 4}  # bytes a pixel, by colour type: RGB and RGBA


def small(picture: bytes) -> bytes:
    """Return the same picture with a palette."""
    width, height, kind, data = _read(picture)
    pixels = list(_rows(zlib.decompress(data), width, height, SAMPLES[kind]))
    seen = Counter(colour for row in pixels for colour in row)
    palette, place = _palette(seen)
    body = zlib.compress(b"".join(b"\0" + bytes(map(place.__getitem__, row)) for row in pixels), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", body), (b"IEND", b""))
    return SIGNATURE + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def _palette(seen: Counter[bytes]) -> tuple[list[bytes], dict[bytes, int]]:
    """The colours that stand for all others, and which stands for each."""
    palette: list[bytes] = []
    cells: dict[tuple[int, ...], int] = {}
    place: dict[bytes, int] = {}
    for colour, _ in seen.most_common():
        cell = tuple(value // STEP for value in colour)
        if cell not in cells and len(palette) < MOST:
            cells[cell] = len(palette)
            palette.append(colour)
        place[colour] = cells[cell] if cell in cells else _nearest(colour, palette)
    return palette, place


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((one - other) ** 2 for one, other in zip(colour, palette[at], strict=True)),
    )


def _read(picture: bytes) -> tuple[int, int, int, bytes]:
    at, data, head = len(SIGNATURE), b"", b""
    while at < len(picture):
        (size,) = struct.unpack_from(">I", picture, at)
        name, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        head = body if name == b"IHDR" else head
        data += body if name == b"IDAT" else b""
        at += size + 12
    width, height, _, kind = struct.unpack_from(">IIBB", head)
    return width, height, kind, data


def _rows(data: bytes, width: int, height: int, samples: int) -> Iterator[list[bytes]]:
    """Each row as colours, its filter undone: w3.org/TR/png-3/#9Filters."""
    stride = width * samples
    above = bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        row = bytearray(data[start + 1 : start + 1 + stride])
        _unfilter(data[start], row, above, samples)
        yield [bytes(row[at : at + 3]) for at in range(0, stride, samples)]
        above = row


def _unfilter(kind: int, row: bytearray, above: bytearray, samples: int) -> None:
    for at in range(len(row) if kind else 0):
        left = row[at - samples] if at >= samples else 0
        corner = above[at - samples] if at >= samples else 0
        match kind:
            case 1:
                guess = left
            case 2:
                guess = above[at]
            case 3:
                guess = (left + above[at]) // 2
            case _:
                guess = _paeth(left, above[at], corner)
        row[at] = (row[at] + guess) & 0xFF


def _paeth(left: int, up: int, corner: int) -> int:
    whole = left + up - corner
    near = (abs(whole - left), abs(whole - up), abs(whole - corner))
    return (left, up, corner)[near.index(min(near))]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
