"""Mutations of a workbook's archive: its bytes, its parts, and their contents."""

import io
import warnings
import zipfile
from collections.abc import Callable
from random import Random

from harm import bytes_mutated

Parts = list[tuple[str, bytes]]
Mutation = Callable[[Random, Parts], None]


def part_gone(draw: Random, parts: Parts) -> None:
    del parts[draw.randrange(len(parts))]


def part_doubled(draw: Random, parts: Parts) -> None:
    parts.insert(draw.randint(0, len(parts)), draw.choice(parts))


def part_renamed(draw: Random, parts: Parts) -> None:
    at = draw.randrange(len(parts))
    other = ("x.xml", "../x.xml", "/x.xml", "", "a/" * 40 + "x.xml", draw.choice(parts)[0], parts[at][0].upper())
    parts[at] = (draw.choice(other), parts[at][1])


def contents_swapped(draw: Random, parts: Parts) -> None:
    one, other = (draw.randrange(len(parts)) for _ in range(2))
    (name, content), (second, elsewhere) = parts[one], parts[other]
    parts[one], parts[other] = (name, elsewhere), (second, content)


def content_mutated(draw: Random, parts: Parts) -> None:
    at = draw.randrange(len(parts))
    parts[at] = (parts[at][0], draw.choice(bytes_mutated.MUTATIONS)(draw, parts[at][1]))


MUTATIONS: tuple[Mutation, ...] = (
    *(part_gone, part_doubled, part_renamed, contents_swapped),
    *(content_mutated,) * 4,
)


def mutated(draw: Random, content: bytes) -> bytes:
    """A workbook with its archive, or a part of it, mutated."""
    if draw.random() < 0.4:
        return draw.choice(bytes_mutated.MUTATIONS)(draw, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    draw.choice(MUTATIONS)(draw, parts)
    return zipped(draw, parts)


def zipped(draw: Random, parts: Parts) -> bytes:
    buffer = io.BytesIO()
    packed = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(buffer, "w", packed) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two parts with one name are intended
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, packed)
    return buffer.getvalue()
