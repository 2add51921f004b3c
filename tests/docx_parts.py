"""The package of a .docx as an attacker or a word processor would change it: parts, types, relationships, paragraphs."""

import io
import zipfile
from collections.abc import Mapping

from printed import TEMPLATE_PART, with_parts

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
OF_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": OFFICE,
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "x": "urn:altro",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def part_of(content: bytes, name: str) -> str:
    """The text of a part; blank if there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8") if name in archive.namelist() else ""


def typed(content: bytes, parts: Mapping[str, tuple[str, bytes | str]]) -> bytes:
    """A package with further parts, each with its content type."""
    types = part_of(content, TYPES)
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    texts = {name: part.encode() if isinstance(part, str) else part for name, (_, part) in parts.items()}
    return with_parts(content, {**texts, TYPES: types.replace("</Types>", f"{overrides}</Types>").encode()})


def related(
    content: bytes,
    kind: str,
    target: str,
    *,
    mode: str = "",
    of: str = RELATIONS,
    base: str = f"{OFFICE}/",
    id_: str = "z1",
) -> bytes:
    """A package whose document, or another part, has one relationship more."""
    known = part_of(content, of) or f'<Relationships xmlns="{OF_RELATIONS}"></Relationships>'
    outside = f' TargetMode="{mode}"' if mode else ""
    one = f'<Relationship Id="{id_}" Type="{base}{kind}" Target="{target}"{outside}/>'
    return with_parts(content, {of: known.replace("</Relationships>", f"{one}</Relationships>").encode()})


def with_body(content: bytes, xml: str) -> bytes:
    """A template with this XML at the beginning of its document; every usual prefix is declared in it."""
    known = part_of(content, TEMPLATE_PART)
    more = f"<w:sdt {DECLARED}><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    return with_parts(content, {TEMPLATE_PART: known.replace("<w:body>", f"<w:body>{more}", 1).encode()})


def within(content: bytes, name: str, xml: str) -> bytes:
    """A template with this XML at the end of another part of it."""
    known = part_of(content, name)
    end = known.rindex("</")
    declared = known.replace(">", f" {missing(known)}>", 2).replace(f" {missing(known)}>", ">", 1)
    end = declared.rindex("</")
    return with_parts(content, {name: f"{declared[:end]}{xml}{declared[end:]}".encode()})


def missing(known: str) -> str:
    """The usual prefixes that a part does not declare."""
    return " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items() if f"xmlns:{prefix}=" not in known)


def simple(instruction: str) -> str:
    """A paragraph with a field in one element."""
    return f"<w:p><w:fldSimple w:instr='{instruction}'><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"


def complex_field(*pieces: str, result: str = "<w:r><w:t>1</w:t></w:r>") -> str:
    """A paragraph with a field whose instruction is in several runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in pieces)
    return f"<w:p>{sign('begin')}{runs}{sign('separate')}{result}{sign('end')}</w:p>"


def sign(kind: str) -> str:
    """One sign of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
