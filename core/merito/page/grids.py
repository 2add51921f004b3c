"""Plain tables: amendments, the pay of posts, merit bands, interim monitoring."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from merito.model.measured import Monitored
from merito.model.money import PositionValue
from merito.numbers import counted, decimal_text, half_up
from merito.outputs.columns import POINTS, OutColumn, ResultTable
from merito.outputs.declared.measured import MONITORING
from merito.outputs.declared.money import BANDS, POSITIONS
from merito.outputs.declared.people import PEOPLE, REWARDS
from merito.outputs.declared.procedure import AMENDMENTS
from merito.page.material import Material
from merito.page.names import Link
from merito.page.shown import exact_beside, two_decimals
from merito.wording.figures import value_text

LONG = 15
MANY = 9
Heads = tuple[tuple[str, bool], ...]
BANDS_TOLD = (
    "Le economie di una fascia sono ciò che della sua quota non va a nessuno: il perché, anche dei centesimi, sta "
    "nella sua voce del fondo. Chi sta in ogni fascia è in placements.csv."
)


@frozen
class Exact:
    """A figure, and its fraction if its decimals are not exact."""

    text: str
    exact: str = ""


GridCell = str | Link | Exact
Special = Callable[[Any], GridCell]
NOTHING_SPECIAL: Mapping[str, Special] = {}


@frozen
class Grid:
    """A plain table: a caption, headers (numbers if `numeric`), rows; `cut` says what is left out."""

    caption: str
    heads: Heads
    rows: tuple[tuple[GridCell, ...], ...]
    cut: str = ""

    @property
    def listed(self) -> bool:
        """Whether it is more readable as a list of labels and values: one row of many columns."""
        return len(self.rows) == 1 and len(self.heads) > MANY

    @property
    def long(self) -> bool:
        """Whether it is folded under its caption."""
        return len(self.rows) > LONG

    @property
    def counted(self) -> str:
        return counted(len(self.rows), "riga", "righe")


@frozen
class Grids:
    """Plain tables of one section."""

    grids: tuple[Grid, ...]
    told: str = ""


def posts(material: Material) -> Grids | None:
    """The pay of each post, without its holder; None if no post was valued."""
    known, rows = material.dossier.positions, material.record.results.positions

    def post(row: PositionValue) -> Link:
        own = known.get(row.position)
        return Link(row.position, own.title if own else "")

    grid = _declared(POSITIONS, "Retribuzione di ogni posizione", rows, material, {"position": post})
    return Grids((grid,)) if rows else None


def bands(material: Material) -> Grids | None:
    """The merit bands of each ranking; None if there are none."""
    rows = material.record.results.bands
    grids = tuple(
        _declared(BANDS, f"Graduatoria «{ranking}»", [one for one in rows if one.ranking == ranking], material)
        for ranking in dict.fromkeys(one.ranking for one in rows)
    )
    return Grids(grids, BANDS_TOLD) if grids else None


def persons(material: Material) -> Grids | None:
    """Everybody's evaluation, and what each is due; None if nobody has any."""
    results, names = material.record.results, material.names
    special: Mapping[str, Special] = {
        "person": lambda row: names.person(row.person),
        "unit": lambda row: names.subject(f"unit:{row.unit}").title or row.unit if row.unit else "",
        "tool": lambda row: names.tool(row.tool),
        "reason": lambda row: material.named(row.reason),
    }
    tables = ((PEOPLE, results.scores), (REWARDS, results.rewards))
    grids = tuple(_declared(table, table.holds, rows, material, special) for table, rows in tables if rows)
    return Grids(grids) if grids else None


def monitored(material: Material) -> Grids | None:
    """Indicators at interim; None if nothing was monitored."""
    rows = material.record.results.monitoring
    known = material.dossier.indicators

    def figure(of: str) -> Special:
        def told(row: Monitored) -> str:
            own, text = known.get(row.indicator), str(getattr(row, of))
            return _in_percent(text) if own is not None and own.kind == "percent" else text

        return told

    def gap(row: Monitored) -> str:
        own = known.get(row.indicator)
        return "" if row.deviation is None else _gap(row.deviation, own is not None and own.better == "lower")

    special: Mapping[str, Special] = {
        "indicator": lambda row: material.names.indicator(row.indicator),
        **{head: figure(of) for head, of in (("target", "target"), ("state", "measured"), ("forecast", "forecast"))},
        "deviation": gap,
    }
    return Grids((_declared(MONITORING, "Indicatori durante l'anno", rows, material, special),)) if rows else None


def _in_percent(text: str) -> str:
    """A figure in percent points with its sign; a word is unchanged."""
    return f"{text}%" if text and text[-1].isdigit() else text


def _gap(deviation: Fraction, lower: bool) -> str:
    """The gap from the target, and whether it is better or worse for this indicator."""
    if not deviation:
        return f"{two_decimals(deviation)}, come atteso"
    better = (deviation < 0) is lower
    sign = "+" if deviation > 0 else ""
    return f"{sign}{two_decimals(deviation)}, {'meglio' if better else 'peggio'} dell'atteso"


def amendments(material: Material) -> Grids | None:
    """The amendments of the plan, applied ones in order, then those that wait; None if there are none."""
    table = next((one for one in material.tables if one.name == "amendments"), None)
    if table is None:
        return None
    shown, rows = AMENDMENTS.on_page, []
    for cells in table.rows:
        row = dict(zip(table.heads, map(value_text, cells), strict=True))
        amended = material.stack.inputs.tables[row["table"]]
        row |= {"table": amended.label, "column": amended.columns[row["column"]].label}
        rows.append(tuple(one.words.get(row[one.head], row[one.head]) for one in shown))
    return Grids((_grid("Variazioni del piano", _heads(shown), tuple(rows)),))


def _declared(
    table: ResultTable,
    caption: str,
    rows: Sequence[Any],
    material: Material,
    special: Mapping[str, Special] = NOTHING_SPECIAL,
) -> Grid:
    """A result table as its columns declare it; `special` columns need more than their row."""
    shown = table.on_page

    def cells(one: OutColumn) -> list[GridCell]:
        if one.head in special:
            return list(map(special[one.head], rows))
        if one.kind is not POINTS:
            return list(one.texts(rows, material.stack))
        return [
            "" if value is None else Exact(decimal_text(half_up(value, 2)), exact_beside(value))
            for value in one.values(rows, material.stack)
        ]

    return _grid(caption, _heads(shown), tuple(zip(*map(cells, shown), strict=True)))


def _heads(shown: Sequence[OutColumn]) -> Heads:
    return tuple((one.page, one.kind.numeric) for one in shown)


def _grid(caption: str, heads: Heads, rows: tuple[tuple[GridCell, ...], ...]) -> Grid:
    """A table without empty columns."""
    kept = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    return Grid(
        caption, tuple(heads[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)
    )
