"""The package of a template, opened: names, content types and relationships by list, and every XML part parsed.

What is not on a list is refused. Each XML part is written anew from the tree that was examined, so that no other
program reads in it anything that was not seen here.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit
from xml.parsers import expat

from attrs import field, frozen
from lxml import etree

from merito.workspace.workbooks.archives import ArchiveError, unpacked

PACKAGE_XML = "http://schemas.openxmlformats.org/package/2006/"
DOCUMENT, TYPES, ROOT = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
LARGEST, LEAST, DEEPEST = 2 * 2**20, 12, 100
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 _.()+-]*(/[A-Za-z0-9_][A-Za-z0-9 _.()+-]*)*")
RELATIONS = re.compile(r"(?P<folder>(?:[^/]+/)*)_rels/(?P<name>[^/]*)\.rels")
AGAIN = "salvarlo di nuovo con Word o LibreOffice come Documento di Word (.docx)"

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
OFFICE = "application/vnd.openxmlformats-officedocument."
PACKAGE = "application/vnd.openxmlformats-package."
MAIN, OF_RELATIONS, PLAIN = f"{WORD}document.main+xml", f"{PACKAGE}relationships+xml", "application/xml"
LABELS = "application/vnd.ms-office.classificationlabels+xml"
FILLED = frozenset(
    {MAIN, *(f"{WORD}{one}+xml" for one in ("header", "footer", "footnotes", "endnotes"))},
)
"""The content types of the parts whose tags are filled."""
SIGNATURES: Mapping[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/jpg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/x-emf": (b"\x01\x00\x00\x00",),
    "image/x-wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"),
}
"""The kinds of image, and how the bytes of each begin."""
BASES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
OF_PACKAGE, OF_MICROSOFT = f"{PACKAGE_XML}relationships/", "http://schemas.microsoft.com/office/"
HYPERLINK = "hyperlink"
OF_WORD = (
    "styles",
    "settings",
    "webSettings",
    "fontTable",
    "numbering",
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "comments",
)
TARGETS: Mapping[str, tuple[str, ...]] = {
    "officeDocument": (MAIN,),
    **{one: (f"{WORD}{one}+xml",) for one in OF_WORD},
    "glossaryDocument": (f"{WORD}document.glossary+xml",),
    "theme": (f"{OFFICE}theme+xml",),
    "extended-properties": (f"{OFFICE}extended-properties+xml",),
    "custom-properties": (f"{OFFICE}custom-properties+xml",),
    "customXml": (PLAIN,),
    "customXmlProps": (f"{OFFICE}customXmlProperties+xml",),
    "image": tuple(SIGNATURES),
    f"{OF_PACKAGE}metadata/core-properties": (f"{PACKAGE}core-properties+xml",),
    f"{OF_PACKAGE}metadata/thumbnail": tuple(SIGNATURES),
    f"{OF_MICROSOFT}2007/relationships/stylesWithEffects": ("application/vnd.ms-word.stylesWithEffects+xml",),
    f"{OF_MICROSOFT}2011/relationships/commentsExtended": (f"{WORD}commentsExtended+xml",),
    f"{OF_MICROSOFT}2011/relationships/people": (f"{WORD}people+xml",),
    f"{OF_MICROSOFT}2016/09/relationships/commentsIds": (f"{WORD}commentsIds+xml",),
    f"{OF_MICROSOFT}2018/08/relationships/commentsExtensible": (f"{WORD}commentsExtensible+xml",),
    f"{OF_MICROSOFT}2020/02/relationships/classificationlabels": (
        "application/vnd.ms-office.classificationlabels+xml",
    ),
}
"""The relationships that a template may have, and the content types of what each may point to."""
KNOWN = frozenset({OF_RELATIONS, *(one for types in TARGETS.values() for one in types)})
INERT = (PLAIN, PACKAGE, f"{OFFICE}customXml", f"{OFFICE}extended", f"{OFFICE}custom-", LABELS)
"""The beginnings of the content types whose XML holds data that no word processor draws."""
WEB, MAIL = ("http", "https"), "mailto"
ONLY_TO = "può portare solo a un sito (http, https), a un indirizzo mailto o a un punto del documento"
OBJECTS = {
    "vba": "una macro",
    "macro": "una macro",
    "keymap": "una macro",
    "attachedtoolbars": "una macro",
    "activex": "un controllo ActiveX",
    "relationships/control": "un controllo ActiveX",
    "oleobject": "un oggetto incorporato",
    "relationships/package": "un oggetto incorporato",
    "embeddings/": "un oggetto incorporato",
    "drawingml.chart": "un grafico con i suoi dati",
    "/chart": "un grafico con i suoi dati",
    "diagram": "un disegno SmartArt",
    "svg": "un'immagine SVG",
    "font": "un carattere incorporato",
    "afchunk": "un documento incorporato (altChunk)",
    "subdocument": "un documento collegato",
    "attachedtemplate": "il collegamento a un modello",
    "mailmerge": "una fonte di dati della stampa unione",
    "printersettings": "le impostazioni di una stampante",
    "template.main": "il contenuto di un modello (.dotx)",
    "signature": "una firma digitale",
    "html": "una pagina HTML",
    "rtf": "un documento RTF",
}
"""What an office calls the commonest things that are on no list, by a piece of their type."""


class PartError(ValueError):
    """A part that cannot be parsed: why, and what to do (Italian)."""


@frozen(kw_only=True)
class Package:
    """The parts of a template by name, written anew if they are XML; their types, trees and links to sites."""

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    trees: Mapping[str, Any]
    links: Mapping[str, frozenset[str]]
    faults: tuple[str, ...]

    def filled(self) -> Iterator[str]:
        """The names of the parts whose tags are filled."""
        return (name for name, kind in self.types.items() if kind in FILLED)

    def drawn(self) -> Iterator[str]:
        """The names of the XML parts that a word processor draws or obeys."""
        return (name for name in self.trees if not self.types.get(name, PACKAGE).startswith(INERT))


@frozen
class _Opening:
    """A package while it is opened, with the faults found so far."""

    parts: Mapping[str, bytes]
    trees: dict[str, Any] = field(factory=dict)
    types: dict[str, str] = field(factory=dict)
    links: dict[str, frozenset[str]] = field(factory=dict)
    faults: list[str] = field(factory=list)

    def fault(self, part: str, found: str, remedy: str) -> None:
        self.faults.append(f"parte {part}: {found}: {remedy}")


def opened(content: bytes) -> Package:
    """The package in the bytes of a .docx, with all that is wrong with it (Italian).

    Raises PartError if it is no package, or so broken that nothing more can be said.
    """
    opening = _Opening(_entries(content))
    _typed(opening)
    for name, kind in opening.types.items():
        if kind in SIGNATURES:
            _image(opening, name)
        elif name not in opening.trees:
            _read(opening, name)
    for name in opening.types:
        _related(opening, name)
    if not opening.faults:
        _main(opening)
    written = {name: serialised(tree) for name, tree in opening.trees.items()}
    return Package(
        parts={**opening.parts, **written},
        types=opening.types,
        trees=opening.trees,
        links=opening.links,
        faults=tuple(opening.faults),
    )


def parsed(content: bytes, largest: int = LARGEST) -> Any:
    """The tree of an XML part, without comments and instructions.

    Raises PartError: there is no DTD and no entity in it, nothing is loaded, and it is not too large.
    """
    if len(content) > largest:
        raise PartError(f"occupa più di {largest // 2**20} MB: un modulo è molto più piccolo, alleggerirlo")
    _looked_through(content, largest)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        tree = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PartError(f"non è XML intero: {AGAIN}") from error
    if tree.getroottree().docinfo.internalDTD is not None:
        _refuse_dtd()
    return tree


def serialised(tree: Any) -> bytes:
    """The bytes of an XML part."""
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))


def _looked_through(content: bytes, largest: int) -> None:
    """Reads a part and builds nothing; a DOCTYPE in any encoding ends it at once, and so do too many elements."""
    depth, count, most = 0, 0, largest // LEAST

    def start(_: str, __: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > most:
            raise PartError(f"ha troppi elementi, o uno dentro l'altro senza fine: {AGAIN}")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, PartError):
            raise
        raise PartError(f"non è XML intero: {AGAIN}") from error


def _refuse_dtd(*_: object) -> NoReturn:
    raise PartError(f"dichiara un DOCTYPE, che nessun programma di scrittura scrive: {AGAIN}")


def _entries(content: bytes) -> Mapping[str, bytes]:
    """The parts of the archive, without empty folders. Raises PartError."""
    try:
        parts = unpacked(content, "modulo")
    except ArchiveError as error:
        raise PartError(str(error)) from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise PartError(f"non è un file .docx, o è rovinato ({type(error).__name__}): {AGAIN}") from None
    parts = {name: part for name, part in parts.items() if part or not name.endswith("/")}
    if DOCUMENT not in parts or TYPES not in parts:
        raise PartError(f"non è un documento di testo .docx: {AGAIN}")
    return parts


def _typed(opening: _Opening) -> None:
    """Finds the content type of each part; its name and type are on the lists."""
    try:
        declared = parsed(opening.parts[TYPES])
    except PartError as error:
        raise PartError(f"parte {TYPES}: {error}") from None
    opening.trees[TYPES] = declared
    _only(opening, TYPES, f"{PACKAGE_XML}content-types", ("Default", "Override"))
    endings = {one.get("Extension", "").casefold(): one.get("ContentType", "") for one in declared.iter("{*}Default")}
    overrides = [
        (one.get("PartName", "").casefold(), one.get("ContentType", "")) for one in declared.iter("{*}Override")
    ]
    by_name = dict(overrides)
    if len(by_name) < len(overrides):
        opening.fault(TYPES, "dà due tipi alla stessa parte", AGAIN)
    folded: set[str] = set()
    for name in opening.parts:
        if name == TYPES:
            continue
        if name != ROOT and not NAME.fullmatch(name):
            opening.fault(f"«{name[:80]}»", "ha un nome che in un documento non ci può stare", AGAIN)
            continue
        if name.casefold() in folded:
            opening.fault(name, "c'è due volte, con maiuscole diverse", AGAIN)
            continue
        folded.add(name.casefold())
        kind = by_name.get(f"/{name}".casefold(), endings.get(name.rpartition(".")[2].casefold(), "")).lower()
        known = next((one for one in KNOWN if one.lower() == kind), None)
        if known is None or (known == PLAIN and not name.startswith("customXml/")):
            shown = _called(f"{kind} {name}", f"un contenuto di tipo «{kind or 'non detto'}»")
            opening.fault(name, f"contiene {shown}, che un modulo non può avere", "toglierlo, e salvare di nuovo")
        elif (known == OF_RELATIONS) is not (RELATIONS.fullmatch(name) is not None):
            opening.fault(name, "non è dove il suo tipo vuole", AGAIN)
        else:
            opening.types[name] = known


def _read(opening: _Opening, name: str) -> None:
    try:
        opening.trees[name] = parsed(opening.parts[name])
    except PartError as error:
        opening.faults.append(f"parte {name}: {error}")


def _image(opening: _Opening, name: str) -> None:
    """An image begins as its type says: nothing else goes under its name."""
    kind = opening.types[name]
    if not opening.parts[name].startswith(SIGNATURES[kind]):
        opening.fault(name, f"non è l'immagine che dice di essere ({kind})", "inserirla di nuovo come PNG o JPEG")


def _related(opening: _Opening, name: str) -> None:
    """The relationships of a part: types on the list, targets within the package; only a hyperlink leads to a site."""
    place = RELATIONS.fullmatch(name)
    if place is None or name not in opening.trees:
        return
    source = f"{place['folder']}{place['name']}"
    if source and source not in opening.parts:
        opening.fault(name, "è di una parte che non c'è", AGAIN)
    _only(opening, name, f"{PACKAGE_XML}relationships", ("Relationship",))
    external: set[str] = set()
    ids: set[str] = set()
    for one in opening.trees[name].iter("{*}Relationship"):
        kind, target, mode = one.get("Type", ""), one.get("Target", ""), one.get("TargetMode", "Internal")
        id_ = one.get("Id", "")
        if id_ in ids:
            opening.fault(name, f"ha due volte il collegamento «{id_}»", AGAIN)
        ids.add(id_)
        base = next((base for base in BASES if kind.startswith(base)), "")
        short = kind.removeprefix(base)
        if short == HYPERLINK and base:
            if not _is_link(target, mode):
                _tell_link(opening, name, target)
            external.add(id_)
        elif mode != "Internal":
            _tell_outside(opening, name, kind, target)
        elif short not in TARGETS or (not base and "/" not in short):
            shown = _called(kind, f"un collegamento di tipo «{short.rpartition('/')[2]}»")
            opening.fault(name, f"contiene {shown}, che un modulo non può avere", "toglierlo, e salvare di nuovo")
        else:
            _inside(opening, name, place["folder"], short, target)
    opening.links[source] = frozenset(external)


def _inside(opening: _Opening, name: str, folder: str, kind: str, target: str) -> None:
    """A target is a part of the package, of the type that its relationship wants."""
    path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    known = {one.casefold(): one for one in opening.parts}
    part = known.get(path.casefold())
    if part is None or not NAME.fullmatch(path):
        opening.fault(name, f"si riferisce a «{target[:80]}», che non è nel documento", f"toglierlo, o {AGAIN}")
    elif part in opening.types and opening.types[part] not in TARGETS[kind]:
        opening.fault(name, f"dice «{kind.rpartition('/')[2]}» la parte {part}, che è altro", AGAIN)


def _is_link(target: str, mode: str) -> bool:
    """Whether a hyperlink leads to a site, an address of mail, or a place of the document."""
    if target.startswith("#"):
        return True
    return mode == "External" and is_address(target)


def is_address(target: str) -> bool:
    """Whether a link is an address that only a click opens: http, https or mailto, and nothing of the disk."""
    if not target.isprintable() or any(one in target for one in ' \\"<>'):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme == MAIL:
        return "@" in parts.path and not parts.netloc
    return parts.scheme in WEB and bool(parts.hostname)


def _tell_link(opening: _Opening, name: str, target: str) -> None:
    why = f"ha un collegamento a «{target[:80]}»"
    opening.fault(
        name, why, "può portare solo a un sito (http, https), a un indirizzo mailto o a un punto del documento"
    )


def _tell_outside(opening: _Opening, name: str, kind: str, target: str) -> None:
    shown = _called(kind, f"un «{kind.rpartition('/')[2]}»")
    remedy = "incorporare l'immagine, o staccare il modello e gli altri file collegati, e salvare di nuovo"
    opening.fault(name, f"si riferisce a un file esterno ({shown}: «{target[:80]}»)", remedy)


def _main(opening: _Opening) -> None:
    """The document that a word processor opens is the one that is filled."""
    mains = [name for name, kind in opening.types.items() if kind == MAIN]
    relations = opening.trees[ROOT].iter("{*}Relationship") if ROOT in opening.trees else ()
    starts = [one.get("Target", "").lstrip("/") for one in relations if one.get("Type", "").endswith("/officeDocument")]
    if mains != [DOCUMENT] or starts != [DOCUMENT]:
        opening.fault(ROOT, f"non dice che il documento è {DOCUMENT}", AGAIN)


def _only(opening: _Opening, name: str, space: str, names: Collection[str]) -> None:
    """A list of the package has elements of these names alone, in its namespace, one under the other."""
    tree = opening.trees[name]
    expected = {f"{{{space}}}{one}" for one in names}
    if any(one.tag not in expected for one in tree) or any(len(one) for one in tree):
        opening.fault(name, "contiene altro che il suo elenco", AGAIN)


def _called(kind: str, otherwise: str) -> str:
    """What an office calls a thing of that type."""
    return next((told for piece, told in OBJECTS.items() if piece in kind.casefold()), otherwise)
