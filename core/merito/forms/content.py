"""What the XML of a template may contain: fields by list, links that only a click opens, tags in text alone.

The same is asked of the template and of each sheet that was filled, since conditions and loops put pieces together.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from attrs import field, frozen
from lxml import etree

from merito.forms.package import ONLY_TO, is_address

SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
VML = "urn:schemas-microsoft-com:vml"
CODES = frozenset(
    (
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ"),
        *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME", "TITLE", "SUBJECT", "AUTHOR"),
        *("LASTSAVEDBY", "NUMWORDS", "NUMCHARS", "DOCPROPERTY", "TOC", "TC", "XE", "INDEX", "LISTNUM", "SYMBOL"),
        *("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "HYPERLINK"),
    )
)
"""The fields that count, date, refer within the document or are filled in by hand; of the others none is needed."""
HYPERLINK = "HYPERLINK"
CODE = re.compile(r"[ \t\r\n]*([A-Za-z]+)(?=[ \t\r\n\\]|$)")
ARGUMENT = re.compile(r'\\([A-Za-z*@#!])|"([^"]*)"|([^\s"\\]+)|(\S)')
WITH_TEXT, ALONE = ("l", "o", "t"), ("n", "m", "h")
"""Switches of HYPERLINK that are followed by a text, and those that are not."""
NOT_ALLOWED = {
    "altChunk": "un documento incorporato (altChunk)",
    "subDoc": "un documento collegato",
    "object": "un oggetto incorporato",
    "OLEObject": "un oggetto incorporato",
    "oleObj": "un oggetto incorporato",
    "binData": "dati incorporati",
    "docOleData": "dati incorporati",
    "docSuppData": "dati incorporati",
    "fldData": "dati nascosti in un campo",
    "control": "un controllo ActiveX",
    "ocx": "un controllo ActiveX",
    "entryMacro": "il nome di una macro",
    "exitMacro": "il nome di una macro",
    "attachedTemplate": "il collegamento a un modello",
    "mailMerge": "una fonte di dati della stampa unione",
    "saveThroughXslt": "il collegamento a una trasformazione XSLT",
    "schemaLibrary": "il collegamento a schemi esterni",
    "frameset": "una pagina a riquadri, che ne carica altre",
    "webVideoPr": "un video in rete",
    "videoFile": "un video",
    "audioFile": "un suono",
    "wavAudioFile": "un suono",
    "quickTimeFile": "un video",
    "snd": "un suono",
    "movie": "un video",
    "bgSound": "un suono",
    "chart": "un grafico con i suoi dati",
    "relIds": "un disegno SmartArt",
    "contentPart": "un disegno a penna",
    "svgBlip": "un'immagine SVG",
    "webextension": "un componente aggiuntivo",
}
CLICKED = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver")
OF_FIELDS = ("fldChar", "instrText", "delInstrText", "fldSimple")
BESIDE_CODE = ("rPr", "instrText", "fldChar", "lastRenderedPageBreak", "proofErr", "bookmarkStart", "bookmarkEnd")
"""What may stand between the beginning of a field and its result."""
BUILT_IN = (
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
    "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}",
)
"""The stores of Word that are not parts of their own: properties of the document and of its cover page."""
MARK = re.compile(r"\{[{%#]")
SHOWN = 60
Fault = tuple[str, str]
REMOVE = "toglierlo, e salvare di nuovo"
REWRITE = "toglierlo e inserirlo di nuovo, con le revisioni accettate"
EMBED = "incorporare l'immagine, o togliere il collegamento"
AS_TEXT = "scriverla nel testo di un paragrafo"
AGAIN = "salvarlo di nuovo con Word o LibreOffice"


def content_faults(tree: Any, links: Collection[str], stores: Collection[str]) -> Iterator[Fault]:
    """What was found in a part that may not be there, and what to do (Italian).

    `links` are the ids of its links to sites, `stores` those of the data within the package.
    """
    fields = _Fields()
    for one in tree.iter():
        name = etree.QName(one)
        if name.namespace not in SPACES and (one.prefix == "w" or name.localname in OF_FIELDS):
            yield f"l'elemento «{name.localname}» non è di un documento di Word", AGAIN
        elif name.namespace in SPACES and one.prefix != "w":
            yield "gli elementi di Word non vi hanno il prefisso «w»", AGAIN
        if name.localname in NOT_ALLOWED:
            yield f"contiene {NOT_ALLOWED[name.localname]}, che un modulo non può avere", REMOVE
        if name.localname == "dataBinding":
            yield from _binding(one, stores)
        if one.attrib:
            yield from _attributes(one, name, links)
        yield from fields.seen(one, name.localname)
    yield from fields.left()


def misplaced_tags(tree: Any) -> Iterator[Fault]:
    """Tags of a template outside the text of a paragraph: they would write in the structure of the document."""
    for one in tree.iter():
        in_text = etree.QName(one).localname == "t" and one.prefix == "w"
        written = [one.get(name) for name in one.attrib] + [one.tail or ""]
        if not in_text or next(one.iterancestors("{*}p"), None) is None:
            written.append(one.text or "")
        found = next((text for text in written if MARK.search(text)), None)
        if found is not None:
            yield f"un'etichetta sta fuori dal testo («{found.strip()[:SHOWN]}»)", AS_TEXT
    for one in tree.iter("{*}dataBinding"):
        bound = next(one.iterancestors("{*}sdt"), None)
        if bound is not None and MARK.search("".join(bound.itertext())):
            yield "un'etichetta sta in un controllo legato ai dati del documento, che la coprirebbero", AS_TEXT


def stores_in(tree: Any) -> Iterator[str]:
    """The ids of the data that a part of properties declares."""
    for name, value in tree.attrib.items():
        if etree.QName(name).localname == "itemID":
            yield value.upper()


def leads_outside(tree: Any) -> Iterator[Fault]:
    """Data of a document that name a panel or a schema to be loaded from elsewhere."""
    for one in tree.iter("{*}xsnLocation", "{*}manifestLocation"):
        if (one.text or "").strip():
            yield f"carica un pannello da «{one.text.strip()[:SHOWN]}»", REMOVE


def _binding(one: Any, stores: Collection[str]) -> Iterator[Fault]:
    store = next((value for name, value in one.attrib.items() if etree.QName(name).localname == "storeItemID"), "")
    if store.upper() not in (*stores, *BUILT_IN):
        yield f"un controllo è legato a dati che non sono nel documento («{store[:SHOWN]}»)", REMOVE


def _attributes(one: Any, name: Any, links: Collection[str]) -> Iterator[Fault]:
    """Addresses in attributes: only what waits for a click may have one."""
    for key, value in one.attrib.items():
        if not value:
            continue
        of = etree.QName(key)
        refers = of.namespace in RELATIONS or of.localname in ("relid", "pict")
        if refers and of.localname in ("link", "href"):
            yield f"«{name.localname}» è collegato a un file, e non incorporato", EMBED
        elif refers and value in links and name.localname not in CLICKED:
            yield f"«{name.localname}» prende il suo contenuto da un sito", EMBED
        elif of.localname in ("src", "althref", "url") or (of.localname == "href" and not _clicked(name, of, value)):
            yield (
                f"«{name.localname}» si riferisce a «{value[:SHOWN]}»",
                "incorporare l'immagine, o togliere il collegamento",
            )


def _clicked(name: Any, of: Any, value: str) -> bool:
    """Whether an address of a drawing waits for a click on it."""
    drawing = name.namespace == VML and name.localname not in ("imagedata", "fill", "stroke")
    return drawing and of.namespace is None and (value.startswith("#") or is_address(value))


@frozen
class _Field:
    """A field between its beginning and its end: where it began, and its instruction as far as it was read."""

    place: Any
    pieces: list[str] = field(factory=list)
    closed: list[bool] = field(factory=list)


@frozen
class _Fields:
    """The fields of a part while it is read in order: each instruction is put together from all its pieces."""

    begun: list[_Field] = field(factory=list)
    within: list[Any] = field(factory=list)

    def seen(self, one: Any, name: str) -> Iterator[Fault]:
        """Faults of the fields that this element begins, continues or ends."""
        current = self.begun[-1] if self.begun and not self.begun[-1].closed else None
        if name == "fldSimple":
            written = [value for key, value in one.attrib.items() if etree.QName(key).localname == "instr"]
            yield from instruction_faults(written[0] if len(written) == 1 else "")
            if current is not None:
                yield "un campo sta nell'istruzione di un altro", REWRITE
        elif name == "fldChar":
            yield from self._character(one, current)
        elif name in ("instrText", "delInstrText"):
            if current is None or len(one) or not _beside(one, current.place):
                yield f"un'istruzione sta fuori dal suo campo («{(one.text or '').strip()[:SHOWN]}»)", REWRITE
            else:
                current.pieces.append(one.text or "")
        elif current is not None and not self._may_stand(one, name, current):
            yield f"dentro l'istruzione di un campo c'è altro («{name}»)", REWRITE
            current.closed.append(True)

    def left(self) -> Iterator[Fault]:
        """Fields that have no end."""
        for one in self.begun:
            yield f"un campo comincia e non finisce («{''.join(one.pieces).strip()[:SHOWN]}»)", REWRITE

    def _character(self, one: Any, current: _Field | None) -> Iterator[Fault]:
        kind = next((one.get(f"{{{space}}}fldCharType") for space in SPACES if one.get(f"{{{space}}}fldCharType")), "")
        if kind == "begin":
            if current is not None:
                yield "un campo sta nell'istruzione di un altro", REWRITE
            self.begun.append(_Field(one))
            return
        if kind not in ("separate", "end") or not self.begun or (kind == "separate" and current is None):
            yield "i segni di un campo non sono in ordine", REWRITE
            return
        if current is not None:
            if not _beside(one, current.place):
                yield "un campo comincia in un posto, e la sua istruzione finisce in un altro", REWRITE
            yield from instruction_faults("".join(current.pieces))
            current.closed.append(True)
        if kind == "end":
            self.begun.pop()

    def _may_stand(self, one: Any, name: str, current: _Field) -> bool:
        """Whether an element may be between the beginning of a field and its result."""
        around = next((up for up in one.iterancestors() if etree.QName(up).localname in ("rPr", "fldChar")), None)
        if around is not None:
            return True
        if one.prefix != "w":
            return False
        return (name == "r" and one.getparent() is current.place.getparent().getparent()) or name in BESIDE_CODE


def _beside(one: Any, begin: Any) -> bool:
    """Whether the run of an element stands beside the run in which its field begins."""
    run, first = one.getparent(), begin.getparent()
    if run is None or first is None or etree.QName(run).localname != "r" or etree.QName(first).localname != "r":
        return False
    return run.getparent() is first.getparent()


def instruction_faults(instruction: str) -> Iterator[Fault]:
    """Why a field with this instruction may not be in a template: its code is on the list, and reads no other file."""
    code = CODE.match(instruction)
    shown = f"«{' '.join(instruction.split())[:SHOWN]}»"
    if code is None or code[1].upper() not in CODES:
        yield f"contiene il campo {shown}: un modulo può avere solo {', '.join(sorted(CODES))}", REMOVE
    elif code[1].upper() == HYPERLINK and not _leads_to_site(instruction[code.end() :]):
        yield f"contiene il campo {shown}", ONLY_TO


def _leads_to_site(arguments: str) -> bool:
    """Whether a link leads to a site or to a place of the document."""
    told = ""
    addresses = list[str]()
    for switch, quoted, bare, other in ARGUMENT.findall(arguments):
        if other or (switch and told):
            return False
        if switch:
            if switch in WITH_TEXT:
                told = switch
            elif switch not in (*ALONE, "*"):
                return False
            elif switch == "*":
                told = switch
        elif told:
            told = ""
        else:
            addresses.append(quoted or bare)
    return not told and all(is_address(one) for one in addresses) and len(addresses) <= 1
