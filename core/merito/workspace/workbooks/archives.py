"""A workbook is an untrusted zip archive: it is unpacked within limits before any library sees it.

The sizes that a file declares are ignored; the parts that were measured are packed again, so that nothing else is read.
"""

import io
import zipfile
from collections.abc import Mapping

PARTS, PART_BYTES, WHOLE_BYTES = 2000, 64 * 2**20, 96 * 2**20
STEP = 2**20
ENCRYPTED = 0x1
KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ArchiveError(ValueError):
    """A workbook that is refused: why (Italian)."""


def unpacked(content: bytes, what: str = "foglio di calcolo") -> Mapping[str, bytes]:
    """The parts of a workbook by name, measured while they are unpacked; `what` it should be (Italian).

    Raises ArchiveError on one that is too large or no workbook, zipfile's errors on a broken archive.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.infolist()
        if len(listed) > PARTS:
            raise ArchiveError(f"ha più di {PARTS} parti: non è un {what}")
        if any(one.flag_bits & ENCRYPTED for one in listed):
            raise ArchiveError("è protetto da una password")
        if any(one.compress_type not in KNOWN for one in listed):
            raise ArchiveError(f"è compresso in un modo che un {what} non usa")
        if sum(one.file_size for one in listed) > WHOLE_BYTES:
            raise _too_large()
        if len({one.filename for one in listed}) < len(listed):
            raise ArchiveError(f"ha due volte la stessa parte: non è un {what}")
        parts: dict[str, bytes] = {}
        left = WHOLE_BYTES
        for one in listed:
            part = _part(archive, one, min(left, PART_BYTES))
            left -= len(part)
            parts[one.filename] = part
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of those parts alone, not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def _part(archive: zipfile.ZipFile, one: zipfile.ZipInfo, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    with archive.open(one) as file:
        while piece := file.read(STEP):
            size += len(piece)
            if size > most:
                raise _too_large()
            pieces.append(piece)
    return b"".join(pieces)


def _too_large() -> ArchiveError:
    return ArchiveError(f"aperto occuperebbe più di {WHOLE_BYTES // 2**20} MB: è troppo grande")
