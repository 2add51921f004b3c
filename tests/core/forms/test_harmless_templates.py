"""What Word and LibreOffice really write into a document is no harm: such templates are filled."""

import io
import zipfile

import pytest
from docx_parts import DECLARED, OFFICE, PNG, WORD, complex_field, part_of, related, sign, typed, with_body
from form_of_tests import FORM, PLAIN, TAGS
from printed import lines, with_parts

from merito.forms.templates import ready, rendered

OFFICE_TYPES = "application/vnd.openxmlformats-officedocument"
MICROSOFT = "http://schemas.microsoft.com/office"
STORE = "{B1977F7D-205B-4081-913C-38D41E755F92}"
SETTINGS = (
    f'<w:settings {DECLARED}><w:zoom w:percent="100"/><w:proofState w:spelling="clean"/><w:defaultTabStop w:val="708"/>'
    '<w:hyphenationZone w:val="283"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:hdrShapeDefaults><o:shapedefaults v:ext="edit" spidmax="2049"/></w:hdrShapeDefaults>'
    '<w:footnotePr><w:footnote w:id="-1"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:rsids><w:rsidRoot w:val="00B47730"/>'
    '</w:rsids><w:themeFontLang w:val="it-IT"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
NOTES = (
    f'<w:footnotes {DECLARED}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Nota per {{ ente }}</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
LETTERHEAD = (
    f'<w:hdr {DECLARED}><w:p><w:r><w:drawing><wp:inline distT="0"><wp:extent cx="914400" cy="914400"/>'
    '<wp:docPr id="1" name="Immagine 1" descr="C:\\Users\\ufficio\\stemma.png"><a:hlinkClick r:id="rId2"/></wp:docPr>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="0" name="stemma.png"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1" cstate="print">'
    '<a:extLst><a:ext uri="{28A0092B-C50C-407E-A947-70E740481C1C}"/></a:extLst></a:blip></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:hdr>"
)
PICTURE_OF_VML = (
    '<w:p><w:r><w:pict><v:shapetype id="_x0000_t75" o:spt="75"/><v:shape id="_x0000_i1025" type="#_x0000_t75" '
    'style="width:12pt;height:12pt" href="https://www.comune.example/"><v:imagedata r:id="rIdI" o:title="stemma"/></v:shape>'
    "</w:pict></w:r></w:p>"
)
TEXT = (
    '<w:p><w:pPr><w:pStyle w:val="Normale"/></w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    '<w:hyperlink r:id="rIdH" w:history="1"><w:r><w:t>www.comune.example</w:t></w:r></w:hyperlink><w:proofErr w:type="spellStart"/>'
    '<w:hyperlink w:anchor="_GoBack"><w:r><w:t>sopra</w:t></w:r></w:hyperlink></w:p>'
    '<w:sdt><w:sdtPr><w:alias w:val="Titolo"/><w:dataBinding w:prefixMappings="xmlns:ns0=\'http://purl.org/dc/elements/1.1/\'" '
    'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/></w:sdtPr>'
    "<w:sdtContent><w:p><w:r><w:t>Scheda</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{STORE}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
)
FIELDS = (
    complex_field(" PAGE   \\* MERGEFORMAT "),
    complex_field(" NUM", "PAGES  \\* Arabic"),
    complex_field(' DATE \\@ "d MMMM yyyy" '),
    complex_field(' HYPERLINK "https://www.comune.example/a?b=c" \\l "d" \\o "Il sito" \\t "_blank" '),
    complex_field(' HYPERLINK "mailto:protocollo@pec.comune.example" '),
    complex_field(' HYPERLINK \\l "_GoBack" '),
    complex_field(" TITLE "),
    complex_field(" FORMTEXT "),
    complex_field(
        ' TOC \\o "1-3" \\h \\z \\u ',
        result=f'<w:hyperlink w:anchor="_Toc1"><w:r><w:t>Uno</w:t></w:r>{complex_field(" PAGEREF _Toc1 ", chr(92) + "h ")[5:-6]}</w:hyperlink>',
    ),
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Testo1"/><w:enabled/><w:textInput/></w:ffData></w:fldChar>'
    '</w:r><w:bookmarkStart w:id="3" w:name="Testo1"/><w:r><w:rPr><w:noProof/></w:rPr><w:instrText> FORMTEXT </w:instrText></w:r>'
    f"{sign('separate')}{sign('end')}</w:p>",
    '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:rPr><w:noProof/></w:rPr><w:t>1</w:t></w:r></w:fldSimple></w:p>',
    f"<w:p><w:ins w:id='7' w:author='Ufficio'>{complex_field('PAGE')[5:-6]}</w:ins></w:p>",
)


def by_word() -> bytes:
    """A template as Word saves it, with all that it puts beside the text."""
    content = typed(
        with_parts(PLAIN, {"word/settings.xml": SETTINGS.encode()}),
        {
            "word/header1.xml": (f"{WORD}.header+xml", LETTERHEAD),
            "word/footnotes.xml": (f"{WORD}.footnotes+xml", NOTES),
            "word/comments.xml": (f"{WORD}.comments+xml", f"<w:comments {DECLARED}/>"),
            "word/commentsExtended.xml": (f"{WORD}.commentsExtended+xml", "<w15:commentsEx xmlns:w15='urn:w15'/>"),
            "word/people.xml": (f"{WORD}.people+xml", "<w15:people xmlns:w15='urn:w15'/>"),
            "word/glossary/document.xml": (
                f"{WORD}.document.glossary+xml",
                f"<w:glossaryDocument {DECLARED}><w:docParts/></w:glossaryDocument>",
            ),
            "word/glossary/styles.xml": (f"{WORD}.styles+xml", part_of(PLAIN, "word/styles.xml")),
            "word/media/image1.png": ("image/png", PNG),
            "docProps/thumbnail.emf": ("image/x-emf", b"\x01\x00\x00\x00" + bytes(40)),
            "docProps/custom.xml": (
                f"{OFFICE_TYPES}.custom-properties+xml",
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
            ),
            "docMetadata/LabelInfo.xml": (
                "application/vnd.ms-office.classificationlabels+xml",
                "<clbl:labelList xmlns:clbl='urn:l'/>",
            ),
            "customXml/item2.xml": (
                "application/xml",
                f'<?mso-contentType?><FormTemplates xmlns="{MICROSOFT}/sharepoint"><Display>DocumentLibraryForm</Display></FormTemplates>',
            ),
            "customXml/itemProps2.xml": (
                f"{OFFICE_TYPES}.customXmlProperties+xml",
                f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
                '<ds:schemaRefs><ds:schemaRef ds:uri="http://schemas.microsoft.com/sharepoint/v3"/></ds:schemaRefs></ds:datastoreItem>',
            ),
        },
    )
    for place, (kind, target) in enumerate((
        ("header", "header1.xml"), ("footnotes", "footnotes.xml"), ("comments", "comments.xml"),
        ("glossaryDocument", "glossary/document.xml"), ("customXml", "../customXml/item2.xml"),
    )):  # fmt: skip
        content = related(content, kind, target, id_=f"w{place}")
    content = related(content, "image", "media/image1.png", id_="rIdI")
    content = related(content, "hyperlink", "https://www.comune.example/", mode="External", id_="rIdH")
    content = related(content, "image", "media/image1.png", of="word/_rels/header1.xml.rels", id_="rId1")
    content = related(content, "hyperlink", "mailto:protocollo@pec.comune.example", mode="External",
                      of="word/_rels/header1.xml.rels", id_="rId2")  # fmt: skip
    content = related(content, "styles", "styles.xml", of="word/glossary/_rels/document.xml.rels")
    content = related(content, "customXmlProps", "itemProps2.xml", of="customXml/_rels/item2.xml.rels")
    content = related(content, "custom-properties", "docProps/custom.xml", of="_rels/.rels")
    content = related(content, "2011/relationships/people", "people.xml", base=f"{MICROSOFT}/", id_="m1")
    content = related(
        content, "2011/relationships/commentsExtended", "commentsExtended.xml", base=f"{MICROSOFT}/", id_="m2"
    )
    content = related(
        content, "metadata/thumbnail", "docProps/thumbnail.emf", of="_rels/.rels", id_="p1",
        base="http://schemas.openxmlformats.org/package/2006/relationships/",
    )  # fmt: skip
    content = related(
        content, "2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml", of="_rels/.rels", id_="p2",
        base=f"{MICROSOFT}/",
    )  # fmt: skip
    return with_body(content, TEXT + PICTURE_OF_VML + "".join(FIELDS))


def by_libreoffice() -> bytes:
    """A template as LibreOffice saves it: absolute targets, a link on an image, folders in the archive."""
    drawing = LETTERHEAD[LETTERHEAD.index("<w:p>") : LETTERHEAD.rindex("</w:hdr>")]
    drawing = drawing.replace("rId1", "rIdA").replace("rId2", "rIdB")
    content = typed(
        with_parts(PLAIN, {"word/": b"", "_rels/": b"", "docProps/": b""}),
        {"word/media/image1.jpeg": ("image/jpeg", b"\xff\xd8\xff\xe0" + bytes(40))},
    )
    content = related(content, "image", "/word/media/image1.jpeg", id_="rIdA")
    content = related(content, "hyperlink", "#_GoBack", mode="External", id_="rIdB")
    choice = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>Riquadro {{ ente }}"
        "</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect/></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    return with_body(content, drawing + choice + complex_field("PAGE") + complex_field(" NUMPAGES \\* ARABIC "))


@pytest.mark.parametrize("program", [by_word, by_libreoffice])
def test_a_template_that_a_word_processor_saved_is_filled(program: object) -> None:
    content = program()  # type: ignore[operator]
    filled = rendered(ready(content, FORM, "prova.docx"), TAGS)
    assert "Rispetto dei tempi | 7,5 | " in lines(filled)
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(filled)) as after:
        assert {one for one in before.namelist() if not one.endswith("/")} == set(after.namelist())


def test_tags_in_headers_notes_and_boxes_are_filled() -> None:
    notes = part_of(rendered(ready(by_word(), FORM, "prova.docx"), TAGS), "word/footnotes.xml")
    assert "Nota per ente" in notes
    assert "Riquadro ente" in part_of(rendered(ready(by_libreoffice(), FORM, "prova.docx"), TAGS), "word/document.xml")


@pytest.mark.parametrize("instruction", FIELDS)
def test_a_field_that_counts_dates_or_refers_within_the_document_is_no_harm(instruction: str) -> None:
    assert ready(with_body(PLAIN, instruction), FORM, "prova.docx")


@pytest.mark.parametrize(
    "target", ["http://www.comune.example/a.html#b", "https://[::1]/a", "mailto:a@b.example?subject=c"]
)
def test_a_link_that_only_a_click_opens_is_no_file_outside(target: str) -> None:
    linked = related(PLAIN, "hyperlink", target, mode="External", of="word/_rels/footer1.xml.rels")
    assert ready(linked, FORM, "prova.docx")


def test_a_strict_document_is_filled() -> None:
    strict = with_parts(
        PLAIN,
        {
            "word/_rels/document.xml.rels": part_of(PLAIN, "word/_rels/document.xml.rels")
            .replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            .encode()
        },
    )
    assert ready(strict, FORM, "prova.docx")
