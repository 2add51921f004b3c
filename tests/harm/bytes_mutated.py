"""Mutations of a file's bytes: bits, pieces, ends, encodings, marks and numbers."""

import codecs
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]
ODD = (
    *(b"\0", b'"', b"'", b",", b";", b"\n", b"\r", b"\r\n", b"=", b"[", b"]", b"\\", b"#", b"\t", b"\x1b", b"\xff"),
    *(b"\xc3", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xed\xa0\x80", b"-", b"%", b"1e999999999", b"9" * 45, b"NaN"),
    *(b"x" * 300, b"," * 1200, b'"' * 41, b"\n" * 50, b"a.b.c.d = 1\n", b"[[x]]\n", b"{a={b={c=1}}}", b"1/0"),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037", "utf-8-sig")


def flipped(draw: Random, content: bytes) -> bytes:
    """Some bits are flipped."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 1, 2, 8)) if content else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def put_in(draw: Random, content: bytes) -> bytes:
    """Something odd is inserted somewhere."""
    at = draw.randint(0, len(content))
    put = draw.choice(ODD) if draw.random() < 0.8 else draw.randbytes(draw.randint(1, 8))
    return content[:at] + put + content[at:]


def taken_out(draw: Random, content: bytes) -> bytes:
    """A piece is removed."""
    at = draw.randint(0, len(content))
    return content[:at] + content[at + draw.choice((1, 1, 2, 8, 40)) :]


def cut(draw: Random, content: bytes) -> bytes:
    """The end is removed, or the beginning."""
    at = draw.randint(0, len(content))
    return content[:at] if draw.random() < 0.8 else content[at:]


def doubled(draw: Random, content: bytes) -> bytes:
    """A piece appears twice, the second time anywhere."""
    begin, at = draw.randint(0, len(content)), draw.randint(0, len(content))
    piece = content[begin : begin + draw.choice((1, 10, 100, 1000))]
    return content[:at] + piece + content[at:]


def overwritten(draw: Random, content: bytes) -> bytes:
    """A piece is replaced by random bytes."""
    at, length = draw.randint(0, len(content)), draw.choice((1, 2, 4, 16, 64))
    return content[:at] + draw.randbytes(length) + content[at + length :]


def encoded(draw: Random, content: bytes) -> bytes:
    """As another program would have saved it."""
    return content.decode("utf-8", "replace").encode(draw.choice(ENCODINGS), "replace")


def marked(draw: Random, content: bytes) -> bytes:
    """A byte order mark is put before it."""
    return draw.choice((codecs.BOM_UTF8, codecs.BOM_UTF8 * 2, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) + content


def emptied(draw: Random, content: bytes) -> bytes:
    """Nothing is left, or nothing visible."""
    return draw.choice((b"", b"\n", b" ", b"\0", codecs.BOM_UTF8, b"\r\n" * 40, b"\0" * len(content)))


def grown(draw: Random, content: bytes) -> bytes:
    """A number in it becomes a huge one."""
    digits = [at for at, byte in enumerate(content) if byte in b"0123456789"]
    at = draw.choice(digits or [0])
    put = draw.choice((b"9" * 18, b"9" * 44, b"1e400", b"1e999999999", b"-9", b"0.", b"0." + b"3" * 38, b"1" * 1100))
    return content[:at] + put + content[at + draw.randint(0, 1) :]


MUTATIONS: tuple[Mutation, ...] = (
    *(flipped, flipped, put_in, put_in, taken_out, taken_out, cut, doubled, overwritten),
    *(encoded, marked, emptied, grown),
)
