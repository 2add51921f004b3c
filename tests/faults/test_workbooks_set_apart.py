"""A workbook is read to its end or refused, within limits of time and memory, whatever a library does with it."""

import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from faults.harmed import DAY, Harm, Known
from faults.test_nasty_files import CONTENT, SOUND_ROW, xlsx, zipped
from faults.written_sheets import WRITTEN, Odd
from xlsxwriter import Workbook

from merito.workspace.workbooks import set_apart, spreadsheets

NOT_WHOLE = "non è un file {} intero"
ROW = "</table:table-row>"
SMALL_BOMB = (
    '<table:table-row b="&#0;"/><table:table-row table:number-rows-repeated="20000">'
    '<table:table-cell table:number-columns-repeated="900" office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell></table:table-row>"
)
WIDE = "".join(f'<row b="&#0;"/><row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 2000))
READ = {"xlsx": spreadsheets.read_xlsx, "ods": spreadsheets.read_ods}
PROGRAM, read_apart = set_apart.PROGRAM, set_apart.read_apart


@pytest.fixture(autouse=True)
def no_process_before() -> Iterator[None]:
    """Each test has its own processes, and ends them."""
    set_apart.end_reading()
    yield
    set_apart.end_reading()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sound(ending: str) -> dict[str, bytes]:
    """The parts of a workbook of two rows that any reader opens; in xlsx its texts are shared."""
    rows: list[list[Odd]] = [["id", "title", "weight"], ["A1", "Crescita", 0.5]]
    return parts_of(WRITTEN["ods"]("areas", rows) if ending == "ods" else shared_texts(rows))


def shared_texts(rows: list[list[Odd]]) -> bytes:
    buffer = io.BytesIO()
    with Workbook(buffer) as book:
        sheet = book.add_worksheet("areas")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, book.add_format({"num_format": "0%"}))
    return buffer.getvalue()


def ods(rows: str) -> bytes:
    """A workbook that the library opens, whatever the rows of its only table."""
    return zipped(sound("ods") | {"content.xml": CONTENT.format(rows).encode()})


def cut_after(content: bytes, element: str) -> bytes:
    """The part up to the first end of an element, well formed in itself."""
    at = content.index(element.encode()) + len(element)
    return content[:at]


def told(ending: str, content: bytes) -> tuple[Sequence[Any], list[str]]:
    problems = spreadsheets.Problems()
    return READ[ending](content, f"data.{ending}", problems), [str(one) for one in problems.found]


def refused(ending: str, content: bytes) -> str:
    tables, found = told(ending, content)
    assert not tables
    assert len(found) == 1
    return found[0]


CUT = {
    "the content of ods": ("ods", "content.xml", ROW),
    "the shared texts of xlsx": ("xlsx", "xl/sharedStrings.xml", "</si>"),
    "the formats of xlsx": ("xlsx", "xl/styles.xml", "</fonts>"),
    "a sheet of xlsx": ("xlsx", "xl/worksheets/sheet1.xml", "</row>"),
    "the sheets of a book of xlsx": ("xlsx", "xl/workbook.xml", "</sheets>"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CUT)
def test_a_part_cut_after_a_whole_element_is_refused_with_what_to_do(name: str) -> None:
    ending, part, element = CUT[name]
    parts = sound(ending)
    assert told(ending, zipped(parts))[1] == []
    parts[part] = cut_after(parts[part], element)
    assert refused(ending, zipped(parts)) == (
        f"data.{ending}: non è un file {ending} intero. Riaprirlo con il foglio di calcolo e salvarlo di nuovo come "
        f".{ending} senza password, o copiarlo di nuovo dall'originale."
    )


BOMBS = {
    "ods": ods(SMALL_BOMB),
    "xlsx": xlsx(WIDE),
    "xlsx in the shared texts": zipped(
        sound("xlsx") | {"xl/sharedStrings.xml": b'<sst b="&#0;">' + b"<si><t>x</t></si>" * 10**6 + b"</sst>"}
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_behind_what_no_parser_takes_is_refused(harm: Harm, known: Known, tmp_path: Path, name: str) -> None:
    root, ending = known.copy(tmp_path / "spazio"), name.split(maxsplit=1)[0]
    (root / "enti/alfa/2020/areas.csv").unlink()
    (root / f"enti/alfa/2020/data.{ending}").write_bytes(BOMBS[name])
    ran = harm(root, "run", ".", "--as-of", DAY, memory=2**28)
    assert ran.code == 1
    assert f"data.{ending}: {NOT_WHOLE.format(ending)}" in " ".join(ran.text.split())


def test_the_bomb_of_ods_is_smaller_than_a_thousand_bytes() -> None:
    assert len(BOMBS["ods"]) < 1000


def ends_of_elements(part: bytes) -> list[int]:
    return [found.end() for found in re.finditer(rb"</[^>]*>|/>|\?>", part)]


def cuts(ending: str) -> Iterator[tuple[str, int]]:
    """Every part of a workbook with ends of elements in it: all of them if short, a sample if long."""
    for name, part in sound(ending).items():
        ends = ends_of_elements(part)
        yield from ((name, end) for end in ends[:: max(1, len(ends) // 40)])


@pytest.mark.parametrize("ending", READ)
def test_a_part_cut_at_any_end_of_an_element_is_read_whole_or_refused(ending: str) -> None:
    whole, parts = told(ending, zipped(sound(ending)))[0], sound(ending)
    tried = 0
    for name, end in cuts(ending):
        tables, found = told(ending, zipped(parts | {name: parts[name][:end]}))
        if parts[name][end:].strip():
            assert (tables, len(found)) == ((), 1), (name, end)
            assert NOT_WHOLE.format(ending) in found[0]
        else:
            assert (tables, found) == (whole, []), (name, end)
        tried += 1
    assert tried > 15


def test_what_is_no_xml_and_says_so_is_no_matter() -> None:
    parts = sound("xlsx")
    whole = told("xlsx", zipped(parts))
    others = {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n\0", "xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"}
    assert told("xlsx", zipped(parts | others)) == whole
    parts = sound("ods")
    whole = told("ods", zipped(parts))
    assert told("ods", zipped(parts | {"Configurations2/accelerator/current.xml": b""})) == whole


def test_a_part_that_is_declared_as_xml_is_one_whatever_its_name() -> None:
    parts = parts_of(xlsx(SOUND_ROW))
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.dat")
    assert len(told("xlsx", zipped(parts | {"xl/worksheets/sheet1.dat": sheet}))[0]) == 1
    cut = cut_after(sheet, "</row>")
    assert NOT_WHOLE.format("xlsx") in refused("xlsx", zipped(parts | {"xl/worksheets/sheet1.dat": cut}))


def test_a_sheet_under_the_name_of_the_kind_is_parsed_like_any_other() -> None:
    parts = parts_of(xlsx(WIDE.replace('<row b="&#0;"/>', "")))
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"../mimetype").replace(b"xl/../", b"")
    assert "ha troppe righe o colonne" in refused("xlsx", zipped(parts | {"mimetype": sheet}))


@pytest.mark.long
def test_a_text_repeated_beyond_all_memory_is_refused() -> None:
    cell = f'<table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>{"x" * 10**4}'
    rows = f'<table:table-row table:number-rows-repeated="100">{cell}</text:p></table:table-cell>{ROW}'
    assert "per leggerlo non basta la memoria (al massimo 2048 MB)" in refused("ods", ods(rows))


def test_a_shared_text_in_thousands_of_cells_is_refused() -> None:
    texts: list[list[Odd]] = [["id"], *[[" " + "x" * 30_000]] * 3000]
    assert "ha troppo testo, o la stessa cella lunga ripetuta troppe volte" in refused("xlsx", shared_texts(texts))


def hidden_rows(times: int) -> bytes:
    row = f'<table:table-row table:visibility="collapse" table:number-rows-repeated="65535"><table:table-cell/>{ROW}'
    first = '<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>'
    return ods(first + ROW + row * times)


def test_hidden_rows_without_end_below_the_last_one_are_no_matter() -> None:
    assert [table.heads for table in told("ods", hidden_rows(10))[0]] == [("id",)]


LIBRARY = "import python_calamine, os, signal, time\nclass CalamineWorkbook:\n    def from_filelike(_):\n        {}\n"
PUT = "python_calamine.CalamineWorkbook = CalamineWorkbook\n"
ENDLESS = {
    "sleeps": ("time.sleep(1000)", "non si finisce di leggerlo in 1 secondi di calcolo"),
    "works without end": ("while True: pass", "non si finisce di leggerlo in 1 secondi di calcolo"),
    "takes memory without end": (
        "kept = [bytes(10**8) for _ in range(10**6)]",
        "per leggerlo non basta la memoria (al massimo 2048 MB)",
    ),
    "ends its process": ("os._exit(7)", "il processo che lo leggeva è finito prima (codice 7)"),
    "is killed": ("os.kill(os.getpid(), 9)", "il processo che lo leggeva è finito prima (segnale 9)"),
    "aborts": ("os.abort()", "per leggerlo non basta la memoria (al massimo 2048 MB)"),
    "raises what is no exception": ("raise KeyboardInterrupt", "non è un file ods intero"),
    "prints": ("print('x' * 10**6, flush=True); os.write(1, b'x' * 10**6); raise ValueError", "non è un file ods"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", ENDLESS)
def test_a_library_that_does_not_come_back_costs_its_workbook_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    does, why = ENDLESS[name]
    content = zipped(sound("ods"))
    monkeypatch.setattr(set_apart, "PROGRAM", LIBRARY.format(does) + PUT + PROGRAM)
    monkeypatch.setattr(set_apart, "SECONDS", 1)
    monkeypatch.setattr(set_apart, "CLOCK", 1 if name == "sleeps" else 60)
    with pytest.raises(set_apart.RefusedError, match=re.escape(why)) as told:
        read_apart("ods", content)
    assert told.value.remedy
    monkeypatch.undo()
    assert len(read_apart("xlsx", zipped(sound("xlsx"))).sheets) == 1


LITTLE = """
import resource
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**27, resource.RLIM_INFINITY))
"""


def test_a_lower_limit_that_the_process_was_given_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    takes = LIBRARY.format("kept = bytes(2**28); raise ValueError") + PUT
    content = zipped(sound("ods"))
    monkeypatch.setattr(set_apart, "PROGRAM", LITTLE + takes + PROGRAM)
    with pytest.raises(set_apart.RefusedError, match="non basta la memoria"):
        read_apart("ods", content)
    monkeypatch.setattr(set_apart, "PROGRAM", takes + PROGRAM)
    with pytest.raises(set_apart.RefusedError, match="non è un file ods intero"):
        read_apart("ods", content)


def test_a_process_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped(sound("ods"))
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(set_apart.RefusedError, match=re.escape("il processo che lo deve leggere non parte (non c'è)")):
        read_apart("ods", content)


@pytest.mark.long
def test_where_a_system_has_no_limits_the_deadline_holds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    without = "import sys, signal\nsys.modules['resource'] = None\ndel signal.setitimer\n"
    endless = LIBRARY.format("while True: pass") + PUT
    monkeypatch.setattr(set_apart, "PROGRAM", without + endless + PROGRAM)
    monkeypatch.setattr(set_apart, "SECONDS", 1)
    monkeypatch.setattr(set_apart, "CLOCK", 1)
    with pytest.raises(set_apart.RefusedError, match="non si finisce di leggerlo in 1 secondi di calcolo"):
        read_apart("ods", zipped(sound("ods")))


def test_a_process_killed_between_two_workbooks_is_started_again() -> None:
    first = read_apart("ods", zipped(sound("ods")))
    reader = set_apart._standing[0].process
    reader.kill()
    reader.wait()
    assert read_apart("ods", zipped(sound("ods"))) == first
    assert set_apart._standing[0].process.pid != reader.pid


def test_several_workbooks_are_read_by_one_process() -> None:
    pids = set()
    for ending in ("ods", "xlsx", "ods"):
        read_apart(ending, zipped(sound(ending)))
        pids.add(set_apart._standing[0].process.pid)
    refused("ods", ods(SMALL_BOMB))
    assert pids == {set_apart._standing[0].process.pid}


def test_no_module_is_taken_from_the_folder_in_which_a_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("python_calamine", "openpyxl", "pickle"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for ending in READ:
        assert len(read_apart(ending, zipped(sound(ending))).sheets) == 1


STARTS = """
import os, signal, sys, threading
from merito.workspace.workbooks import set_apart
content = open(sys.argv[1], "rb").read()
set_apart.PROGRAM, set_apart.SECONDS = sys.argv[2], 1

def end():
    print(set_apart._standing[0].process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if len(sys.argv) > 3:
    threading.Timer(1, end).start()
set_apart.read_apart("ods", content)
end()
"""


@pytest.mark.long
@pytest.mark.parametrize("does", ["", "while True: pass", "time.sleep(1000)"])
def test_the_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path, does: str) -> None:
    path = tmp_path / "data.ods"
    path.write_bytes(zipped(sound("ods")))
    program = LIBRARY.format(does) + PUT + PROGRAM if does else PROGRAM
    words = [sys.executable, "-c", STARTS, str(path), program, *(["busy"] if does else [])]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL
    for _ in range(600):
        if not alive(int(ran.stdout)):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def alive(pid: int) -> bool:
    """Whether a process exists and has not ended."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_tables_in_csv_start_no_process(known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    told = "import merito.workspace.workbooks.set_apart as a\nfrom merito.cli import main\n"
    told += "try:\n    main()\nfinally:\n    print('started', a._standing)"
    ran = subprocess.run(
        [sys.executable, "-c", told, "check", str(root), "--as-of", DAY], capture_output=True, text=True, check=False
    )
    assert "started []" in ran.stdout
