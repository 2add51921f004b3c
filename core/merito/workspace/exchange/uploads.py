"""What somebody gives: the bytes and the name of a file, and the sheets in it. Nobody vouches for either.

The limits of time, memory and size are those of the readers of workbooks; a CSV has one of its own.
"""

import codecs
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from attrs import field, frozen

from merito.model.messages import Code, Message, Sayable, say
from merito.model.source import Source
from merito.workspace.cells import Broken
from merito.workspace.characters import shortened
from merito.workspace.exchange.heading_row import Headed, Record, headed, totals_of
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
    """A sheet that was given: its headers, its rows as texts, what is wrong with it. A CSV is one without a title.

    `notes` are no faults: which row was taken for the headings, a total at the foot that was left out, hidden rows.
    """

    title: str
    raw: RawTable = field(repr=False)
    lines: tuple[Line, ...]
    locale: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[Sayable, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """Its headers as they are written."""
        return self.raw.heads


@frozen(kw_only=True)
class Upload:
    """A file that was given: its name, its sheets that have headers, and what is wrong with the whole of it.

    `content` are its bytes, to be read again if its headings are in another row.
    """

    name: str
    content: bytes = field(default=b"", repr=False)
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_upload(content: bytes, name: str, locale: str, known: Collection[str], row: int = 0) -> Upload:
    """The sheets in a file .csv, .xlsx or .ods; its texts are in the `locale` of the table that it is for.

    The row with the headings is the one that is said, or that with most of the `known` ones, which are plain; a title
    above it is left out.
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
        return _read(content, shown, suffix, locale, known, row, problems)
    return Upload(name=shown, problems=tuple(problems.found))


def shown_name(name: str) -> str:
    """The name of a file without folders, in one short line."""
    return shortened(PurePosixPath(name.replace("\\", "/")).name) or NO_NAME


def _read(
    content: bytes, shown: str, suffix: str, locale: str, known: Collection[str], row: int, problems: Problems
) -> Upload:
    raws: tuple[RawTable, ...]
    tops = list[Headed]()

    def below(records: Sequence[Record]) -> Sequence[Record]:
        tops.append(headed(records, known, row))
        return tops[-1].records

    if suffix == KINDS[0]:
        raw = read_csv(PurePosixPath(shown).stem, shown, content, _encoding(content), problems, below)
        raws = () if raw is None else (raw,)
    else:
        from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx  # noqa: PLC0415 (only for a workbook)

        raws = (read_xlsx if suffix == KINDS[1] else read_ods)(content, shown, problems, below)
    if row and tops and all(one.row != row for one in tops):
        message = f"la riga {row} è in bianco, o non c'è: le intestazioni non possono stare lì"
        return Upload(name=shown, problems=(Problem(Source(shown, row), message),))
    left = iter(tops)  # a sheet that is too wide has no table
    pairs = [(raw, next(one for one in left if one.row == raw.head_row)) for raw in raws]
    sheets = tuple(_sheet(raw, top, locale, problems) for raw, top in pairs if raw.heads)
    if not sheets and not problems:
        problems.tell(Source(shown, 0), "nel file non c'è nessuna tabella", expected="una riga d'intestazione")
    titles = {one.title for one in sheets}
    return Upload(
        name=shown,
        content=content,
        sheets=sheets,
        problems=tuple(one for one in problems.found if not sheets or one.source.sheet not in titles),
    )


def _sheet(raw: RawTable, top: Headed, locale: str, problems: Problems) -> Sheet:
    lines = lines_of(raw, locale)
    totals = totals_of(lines)
    left = {line.number for line in totals}
    found = [one for one in problems.found if one.source.sheet == raw.sheet and one.source.row not in left]
    for number, cells in raw.rows:
        for place, cell in enumerate(cells if number not in left else ()):
            if isinstance(cell, Broken):
                column = raw.heads[place] or str(place + 1)
                remedy = "Scrivere il valore al suo posto, o ricalcolare e salvare il file."
                found.append(Problem(raw.source(number), cell.why, column=column, found=cell.text, remedy=remedy))
    return Sheet(
        title=raw.sheet,
        raw=raw,
        lines=lines[: len(lines) - len(totals)],
        locale=locale,
        problems=tuple(found),
        notes=(*_of_the_headings(top), *map(_of_a_total, totals)),
    )


def _of_the_headings(top: Headed) -> Iterator[Message]:
    """Which row was taken for the headings, unless it is the first."""
    if top.above:
        above = shortened("; ".join(top.above))
        yield say(
            "le intestazioni sono quelle della riga {row}; ciò che sta sopra è un titolo e non si legge: {above}",
            row=top.row,
            above=Code(above),
        )
    elif top.folded:
        yield say("le intestazioni stanno su più righe, fino alla {row}", row=top.row)


def _of_a_total(line: Line) -> Message:
    told = shortened(next(filter(None, line.cells)))
    return say(
        "riga {row}, {told}: è un totale, non una riga della tabella, e si lascia fuori",
        row=line.number,
        told=Code(told),
    )


def _encoding(content: bytes) -> str:
    """That of a CSV: UTF-8, or the one of old programs if its bytes cannot be UTF-8."""
    if content.startswith((codecs.BOM_UTF8, *UTF16)):
        return UTF8
    try:
        content.decode(UTF8)
    except UnicodeDecodeError:
        return OLD
    return UTF8
