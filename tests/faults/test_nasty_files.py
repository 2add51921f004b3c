"""Malicious files: each is reported in a line that names it, in little time and memory, and executes nothing."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from faults.harmed import DAY, Harm, Known

MOST_SECONDS = 20.0
CSV = "enti/alfa/2020/areas.csv"
XLSX, ODS = "enti/alfa/2020/data.xlsx", "enti/alfa/2020/data.ods"
CYCLE, ENTE, MAIN = "enti/alfa/2020/cycle.toml", "enti/alfa/ente.toml", "merito.toml"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATED}">'
    '<sheets><sheet name="areas" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATED}/{{}}" Target="{{}}"/></Relationships>'
)
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="areas">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
CELL = '<table:table-cell {} office:value-type="string"><text:p>x</text:p></table:table-cell>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGH = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def xlsx(rows: str, before: str = "", **parts: bytes) -> bytes:
    named = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": before + SHEET.format(rows),
    }
    return zipped({**{name: text.encode() for name, text in named.items()}, **parts})


def ods(rows: str, before: str = "") -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": (before + CONTENT.format(rows)).encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def encrypted(content: bytes) -> bytes:
    """Every part claims to have a password."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = content.split(mark)
        content = mark.join([parts[0], *(part[: at - 4] + b"\x01\x00" + part[at - 2 :] for part in parts[1:])])
    return content


def lying(content: bytes, size: int) -> bytes:
    """Every part claims to be small."""
    for mark, at in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        parts = content.split(mark)
        content = mark.join([parts[0], *(part[:at] + struct.pack("<I", size) + part[at + 4 :] for part in parts[1:])])
    return content


def twice(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", BOOK)
    return buffer.getvalue()


SOUND_ROW = f"<row>{inline('id')}{inline('title')}</row>"
TOO_LARGE, TOO_MANY = "aperto occuperebbe più di 96 MB", "ha troppe righe o colonne"
ENTITIES, NOT_WHOLE = "dichiara entità XML", "non è un file"
Made = Callable[[], bytes]
HARMFUL: dict[str, tuple[str, Made, str]] = {
    "UTF-16": (CSV, lambda: "id,title\nA1,Crescita\n".encode("utf-16"), "il file non è in UTF-8"),
    "UTF-16 without a mark": (CSV, lambda: "id,title\nA1,x\n".encode("utf-16-le"), "carattere nullo"),
    "latin-1": (CSV, lambda: "id,title\nA1,Qualità\n".encode("latin-1"), "riga 2: il file non è in UTF-8"),
    "NUL": (CSV, lambda: b"id,title\nA1,x\0y\n", "riga 2: c'è un carattere nullo"),
    "a terminal's escape": (CSV, lambda: b"id,title\nA1,\x1b]0;x\x07\n", "il carattere di controllo U+001B"),
    "text turned around": (CSV, lambda: "id,title\nA1,\u202etxt\n".encode(), "il carattere di controllo U+202E"),
    "a lone quote": (CSV, lambda: b'id,title\nA1,"x\n' + b"A2,y\n" * 1000, "da questa riga le virgolette non tornano"),
    "a quote that ends far away": (CSV, lambda: b'id,title\nA1,"x' + b"A2,y\n" * 90_000, "una cella non finisce più"),
    "a huge field": (CSV, lambda: b"id,title\nA1," + b"x" * 120_000 + b"\n", "al massimo 32767 caratteri"),
    "a field of spaces": (
        "enti/alfa/2020/measures.csv",
        lambda: b"indicator,at,value\nI1,final," + b"a " * 50_000 + b"b\nI2,final,90%\n",
        "più di 1000 caratteri",
    ),
    "a million columns": (CSV, lambda: b"id,title," + b",".join(b"c%d" % n for n in range(10**6)), "1000002 colonne"),
    "a million commas": (CSV, lambda: b"id,title\nA1,x" + b"," * 10**6 + b"z\n", "la riga ha 1000002 celle"),
    "a hundred thousand rows without a name": (CSV, lambda: b"id,title\n" + b",x\n" * 10**5, "e 99001 altri problemi"),
    "an id without end": (CSV, lambda: b"id,title\n" + b"9" * 10_000 + b",x\n", "al massimo 200 caratteri"),
    "a year of the Romans": (
        "enti/alfa/2020/acts.csv",
        lambda: b"id,kind,date\nA1,report_validation,0001-01-01\n",
        "L'anno è fuori dal 1900-2199",
    ),
    "zip bomb": (XLSX, lambda: xlsx(SOUND_ROW, bomb=b"\0" * (200 * 2**20)), TOO_LARGE),
    "zip bomb in ods": (ODS, lambda: zipped({"content.xml": b" " * (200 * 2**20)}), TOO_LARGE),
    "zip bomb in one sheet": (XLSX, lambda: xlsx(f"<row>{inline('x' * (70 * 2**20))}</row>"), TOO_LARGE),
    "zip bomb that lies": (XLSX, lambda: lying(xlsx(SOUND_ROW, bomb=b"\0" * (200 * 2**20)), 1000), NOT_WHOLE),
    "thousands of parts": (
        XLSX,
        lambda: xlsx(SOUND_ROW, **{f"x{n}": b"" for n in range(5000)}),
        "ha più di 2000 parti",
    ),
    "a part twice": (XLSX, lambda: twice(xlsx(SOUND_ROW)), "ha due volte la stessa parte"),
    "a password": (XLSX, lambda: encrypted(xlsx(SOUND_ROW)), "è protetto da una password"),
    "cut off": (XLSX, lambda: xlsx(SOUND_ROW)[:-40], "non è un file xlsx intero"),
    "a text": (ODS, lambda: b"id;title\n", "non è un file ods intero"),
    "nothing": (XLSX, lambda: b"", "non è un file xlsx intero"),
    "a million laughs": (XLSX, lambda: xlsx(f"<row>{inline('&a9;')}</row>", LAUGH), ENTITIES),
    "a million laughs in ods": (ODS, lambda: ods("&a9;", LAUGH), ENTITIES),
    "a file from outside": (XLSX, lambda: xlsx(f"<row>{inline('&a9;')}</row>", OUTSIDE), ENTITIES),
    "a file from outside in ods": (ODS, lambda: ods("&a9;", OUTSIDE), ENTITIES),
    "entities in UTF-16": (
        XLSX,
        lambda: xlsx(SOUND_ROW, **{"xl/styles.xml": f"{LAUGH}<x>&a9;</x>".encode("utf-16")}),
        ENTITIES,
    ),
    "the last cell of all": (
        XLSX,
        lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 200),
        TOO_MANY,
    ),
    "rows that are wide": (XLSX, lambda: xlsx('<row><c r="XFD1"><v>1</v></c></row>' * 10_000), TOO_MANY),
    "a row at the end of the world": (XLSX, lambda: xlsx('<row r="99999999999"><c><v>1</v></c></row>'), TOO_MANY),
    "a row by another number": (XLSX, lambda: xlsx('<row r="1e12"><c><v>1</v></c></row>'), TOO_MANY),
    "a column beyond the last": (XLSX, lambda: xlsx('<row><c r="ZZZZZZ1"><v>1</v></c></row>'), TOO_MANY),
    "another element as a cell": (XLSX, lambda: xlsx('<row><x r="XFD1"/></row>' * 10_000), TOO_MANY),
    "a cell a million times": (
        ODS,
        lambda: ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            + CELL.format('table:number-columns-repeated="16384"')
            + "</table:table-row>"
        ),
        TOO_MANY,
    ),
    "a cell far below": (
        ODS,
        lambda: ods(
            '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
            '<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
            + CELL.format("")
            + "</table:table-row>"
        ),
        TOO_MANY,
    ),
    "elements without end": (XLSX, lambda: xlsx("<a>" * 100_000 + "</a>" * 100_000), "uno dentro l'altro"),
    "a formula": (
        XLSX,
        lambda: xlsx(SOUND_ROW + f'<row>{inline("A1")}<c><f>HYPERLINK("x")</f></c></row>'),
        "una formula mai calcolata",
    ),
    "a number too large to work out": (
        CYCLE,
        lambda: b"[funds]\nx = 1e999999999\n",
        "funds.x: il numero è troppo grande",
    ),
    "a number too small": (CYCLE, lambda: b"[funds]\nx = 1e-999999999\n", "ha troppi decimali"),
    "a number of an exponent beyond": (CYCLE, lambda: b"[funds]\nx = 1e9999999999999999999\n", "non si legge"),
    "no number": (CYCLE, lambda: b"[funds]\nx = nan\n", "atteso un numero finito"),
    "infinity": (CYCLE, lambda: b"[funds]\nx = [1, {y = -inf}]\n", "atteso un numero finito"),
    "digits without end": (CYCLE, lambda: b"[funds]\nx = " + b"9" * 5000, "cycle.toml"),
    "a hexadecimal without end": (CYCLE, lambda: b"[funds]\nx = 0x" + b"f" * 9000, "il numero è troppo grande"),
    "a fraction without end": (
        ENTE,
        lambda: b'id = "alfa"\nname = "' + b"A" * 10 + b'"\nregulation = 7',
        "atteso un testo",
    ),
    "lists without end": (CYCLE, lambda: b"x = " + b"[" * 100_000, "uno dentro l'altro"),
    "lists in lists": (CYCLE, lambda: b"x = " + b"[" * 50 + b"]" * 50, "uno dentro l'altro"),
    "tables without end": (CYCLE, lambda: b"[" + b".".join([b"a"] * 5000) + b"]", "uno dentro l'altro"),
    "keys without end": (ENTE, lambda: b".".join([b"a"] * 20_000) + b" = 1", "uno dentro l'altro"),
    "an escape in a name": (ENTE, lambda: b'id = "alfa"\nname = "\\u001b[2J"\nregulation = "bergamo"', "U+001B"),
    "UTF-16 in TOML": (MAIN, lambda: "[workspace]\nyear = 2020\n".encode("utf-16"), "il file non è in UTF-8"),
    "a year beyond": (MAIN, lambda: b'[workspace]\nyear = 99999\nlocale = "en"\n', "«year» deve essere un anno"),
    "a language over several lines": (
        MAIN,
        lambda: b'[workspace]\nyear = 2020\nlocale = """e\nn"""\n',
        "«locale» deve essere uno tra it, en, non «e n»",
    ),
    "a year of thousands of digits": (
        MAIN,
        lambda: b"[workspace]\nyear = 0x" + b"f" * 9000,
        "il numero è troppo grande",
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_made_to_harm_is_told_at_once(harm: Harm, known: Known, tmp_path: Path, name: str) -> None:
    path, made, told = HARMFUL[name]
    root = known.copy(tmp_path / "spazio")
    if path.startswith("enti/alfa/2020/data"):
        (root / CSV).unlink()
    (root / path).write_bytes(made())
    begin = time.monotonic()
    ran = harm(root, "run", ".", "--as-of", DAY, memory=2**30)
    assert ran.code == (2 if path == MAIN else 1), ran.text[:3000]
    assert told in ran.text
    assert Path(path).name in ran.text
    assert "errore del programma" not in ran.text
    assert time.monotonic() - begin < MOST_SECONDS
    assert len(ran.text) < 200_000
    stale = b'"stale": null' not in (root / "out/alfa/2020/summary.json").read_bytes()
    assert stale == (path != MAIN)


def test_hundreds_of_thousands_of_empty_rows_are_passed_over(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    (root / CSV).unlink()
    rows = SOUND_ROW + f"<row>{inline('A1')}{inline('Crescita')}</row>" + '<row spans="1:3"/>' * 300_000
    (root / XLSX).write_bytes(xlsx(rows))
    begin = time.monotonic()
    assert harm(root, "run", ".", "--as-of", DAY, memory=2**30).code == 0
    assert time.monotonic() - begin < MOST_SECONDS
