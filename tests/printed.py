"""Forms as a test reads them: the texts of a .docx, and an ente of the examples that is run and printed."""

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from docx import Document

from merito.cli import app

EXAMPLES = Path(__file__).parents[1] / "examples"
TEMPLATE_PART = "word/document.xml"


def merito(*words: object) -> Result:
    """A command line as a user types it."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def copied(example: str, place: Path) -> Path:
    """A workspace of the examples, without results."""
    copy = place / example
    shutil.copytree(EXAMPLES / example, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    return copy


def lines(content: bytes | Path) -> list[str]:
    """All text of a document, line by line: its paragraphs, then the rows of its tables, then the footer."""
    document = Document(io.BytesIO(content) if isinstance(content, bytes) else str(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    told += [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return [*told, *(paragraph.text for paragraph in document.sections[0].footer.paragraphs)]


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with some parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        known = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**known, **parts}.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def saying(content: bytes, *paragraphs: str) -> bytes:
    """A template with further paragraphs at its beginning, each as written."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(TEMPLATE_PART).decode("utf-8")
    more = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return with_parts(content, {TEMPLATE_PART: xml.replace("<w:body>", f"<w:body>{more}", 1).encode("utf-8")})
