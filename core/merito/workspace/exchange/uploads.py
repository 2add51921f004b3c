"""What somebody gives: the bytes and the name of a file, and the sheets in it. Nobody vouches for either.

The limits of time, memory and size are those of the readers of workbooks; a CSV has one of its own.
"""

import codecs
from pathlib import PurePosixPath

from attrs import field, frozen

from merito.model.looked_at import Remark
from merito.model.source import Source
from merito.workspace.cells import Broken
from merito.workspace.characters import shortened
from merito.workspace.exchange.held import Line, lines_of
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import UTF8, UTF16, RawTable, read_csv

MOST_BYTES = 64 * 2**20
KINDS = (".csv", ".xlsx", ".ods")
SAVE_SO = "Salvarlo come .xlsx, .ods o «CSV UTF-8», e caricarlo di nuovo."
NO_NAME = "senza nome"
OLD = "cp1252"


@frozen(kw_only=True)
class Sheet:
    """A sheet that was given: its headers, its rows as texts, what is wrong with it. A CSV is one without a title."""

    title: str
    raw: RawTable = field(repr=False)
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """Its headers as they are written."""
        return self.raw.heads


@frozen(kw_only=True)
class Upload:
    """A file that was given: its name, its sheets that have headers, and what is wrong with the whole of it.

    `remarks` are no faults: hidden rows, which count as the others do.
    """

    name: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read_upload(content: bytes, name: str, locale: str) -> Upload:
    """The sheets in a file .csv, .xlsx or .ods; its texts are in the `locale` of the table that it is for.

    A file that cannot be read has no sheets, and a problem that says why.
    """
    shown = shown_name(name)
    suffix = PurePosixPath(shown).suffix.lower()
    problems = Problems()
    if len(content) > MOST_BYTES:
        message = f"il file occupa più di {MOST_BYTES // 2**20} MB"
        problems.tell(Source(shown, 0), message, remedy="Tenervi solo la tabella da caricare.")
    elif not content:
        problems.tell(Source(shown, 0), "il file è vuoto", remedy="Controllare di avere scelto il file giusto.")
    elif suffix not in KINDS:
        problems.tell(
            Source(shown, 0), "questo tipo di file non si legge", expected="un file .xlsx, .ods o .csv", remedy=SAVE_SO
        )
    else:
        return _read(content, shown, suffix, locale, problems)
    return Upload(name=shown, problems=tuple(problems.found))


def shown_name(name: str) -> str:
    """The name of a file without folders, in one short line."""
    return shortened(PurePosixPath(name.replace("\\", "/")).name) or NO_NAME


def _read(content: bytes, shown: str, suffix: str, locale: str, problems: Problems) -> Upload:
    raws: tuple[RawTable, ...]
    if suffix == KINDS[0]:
        raw = read_csv(PurePosixPath(shown).stem, shown, content, _encoding(content), problems)
        raws = () if raw is None else (raw,)
    else:
        from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx  # noqa: PLC0415 (only for a workbook)

        raws = (read_xlsx if suffix == KINDS[1] else read_ods)(content, shown, problems)
    filled = [raw for raw in raws if raw.heads]
    sheets = tuple(_sheet(raw, locale, problems) for raw in filled)
    if not sheets and not problems:
        problems.tell(Source(shown, 0), "nel file non c'è nessuna tabella", expected="una riga d'intestazione")
    titles = {raw.sheet for raw in filled}
    return Upload(
        name=shown,
        sheets=sheets,
        problems=tuple(one for one in problems.found if not sheets or one.source.sheet not in titles),
        remarks=tuple(problems.remarks),
    )


def _sheet(raw: RawTable, locale: str, problems: Problems) -> Sheet:
    found = [one for one in problems.found if one.source.sheet == raw.sheet]
    for number, cells in raw.rows:
        for place, cell in enumerate(cells):
            if isinstance(cell, Broken):
                column = raw.heads[place] or str(place + 1)
                remedy = "Scrivere il valore al suo posto, o ricalcolare e salvare il file."
                found.append(Problem(raw.source(number), cell.why, column=column, found=cell.text, remedy=remedy))
    return Sheet(title=raw.sheet, raw=raw, lines=lines_of(raw, locale), problems=tuple(found))


def _encoding(content: bytes) -> str:
    """That of a CSV: UTF-8, or the one of old programs if its bytes cannot be UTF-8."""
    if content.startswith((codecs.BOM_UTF8, *UTF16)):
        return UTF8
    try:
        content.decode(UTF8)
    except UnicodeDecodeError:
        return OLD
    return UTF8
