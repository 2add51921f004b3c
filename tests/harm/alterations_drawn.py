"""All ways to alter a register behind its back: by SQL, in the bytes of its file, in what is kept outside."""

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from harm.alterations_by_sql import body, cell, chain_rewritten, reordered, rows_gone, rows_put_in
from harm.bytes_mutated import MUTATIONS, flipped
from harm.registers_kept import Kept
from harm.scenes import ANCHOR, REGISTER

HEADER = 100
PAGE = 4096
Way = Callable[[Random, Kept, Path], str]


def older_copy(draw: Random, kept: Kept, root: Path) -> str:
    """The register as it was earlier, or that of another workspace."""
    at = draw.randint(0, len(kept.older))
    (root / REGISTER).write_bytes([*kept.older, kept.other][at])
    return f"copy {at} in its place"


def file_cut(draw: Random, kept: Kept, root: Path) -> str:
    """The file is cut short."""
    content = (root / REGISTER).read_bytes()
    at = draw.choice((0, 1, 16, HEADER, draw.randrange(len(content)), PAGE * draw.randrange(len(content) // PAGE)))
    (root / REGISTER).write_bytes(content[:at])
    return f"cut at {at}"


def raw_bytes(draw: Random, kept: Kept, root: Path) -> str:
    """Any bits of the file, or bytes of its header."""
    content = (root / REGISTER).read_bytes()
    if draw.random() < 0.25:
        changed = flipped(draw, content[:HEADER]) + content[HEADER:]
    else:
        changed = draw.choice((flipped, flipped, draw.choice(MUTATIONS)))(draw, content)
    (root / REGISTER).write_bytes(changed)
    return "bytes of the file"


def pages_swapped(draw: Random, kept: Kept, root: Path) -> str:
    """Two pages of the file are swapped."""
    content = (root / REGISTER).read_bytes()
    one, other = sorted(draw.sample(range(len(content) // PAGE), 2))
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    (root / REGISTER).write_bytes(b"".join(pages))
    return f"pages {one} and {other} swapped"


def beside_the_file(draw: Random, kept: Kept, root: Path) -> str:
    """A file where SQLite keeps unfinished work."""
    put = draw.choice(
        (draw.randbytes(600), b"", kept.older[0], bytes.fromhex("d9d505f920a163d7") + draw.randbytes(900))
    )
    name = REGISTER + draw.choice(("-journal", "-wal", "-shm"))
    (root / name).write_bytes(put)
    return f"{name} of {len(put)} bytes"


def head_outside(draw: Random, kept: Kept, root: Path) -> str:
    """A head that is kept outside is changed."""
    seals = sorted((root / "out").glob("*/register-*.json"))
    path = draw.choice([*seals, *([root / ANCHOR] if kept.anchored else [])])
    path.write_bytes(draw.choice(MUTATIONS)(draw, path.read_bytes()))
    return f"the head in {path.name}"


WAYS: Mapping[Way, int] = {
    cell: 5,
    body: 3,
    rows_gone: 2,
    rows_put_in: 2,
    reordered: 2,
    chain_rewritten: 2,
    older_copy: 1,
    file_cut: 1,
    raw_bytes: 5,
    pages_swapped: 1,
    beside_the_file: 1,
    head_outside: 2,
}
