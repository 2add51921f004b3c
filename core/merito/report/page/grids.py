"""Plain tables: amendments, the posts and what they are worth, merit bands, half-year monitoring. Never who."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.numbers import counted, decimal_text, euro_text, half_up, together_text
from merito.outputs.coded import BOUNDS, STATES
from merito.report.page.material import Material
from merito.report.page.names import Link
from merito.report.page.shown import exact_beside, two_decimals
from merito.report.words import value_text

LONG = 15
MANY = 9
Heads = tuple[tuple[str, bool], ...]
POSTS: Heads = (
    ("Posizione", False),
    ("Punti", True),
    ("L'anno", True),
    ("Limite", False),
    ("Quota proporzionale", True),
    ("Al mese", True),
    ("Tredicesima", True),
    ("Stato", False),
    ("Motivo", False),
)
BANDS_TOLD = (
    "Le economie di una fascia sono ciò che della sua quota non va a nessuno: il perché, anche dei centesimi, sta "
    "nella sua voce del fondo. Chi sta in ogni fascia è scritto solo in riservato/placements.csv."
)
BANDS: Heads = (
    ("Fascia", False),
    ("Posti", True),
    ("Persone", True),
    ("Quota", True),
    ("A testa", True),
    ("Economie", True),
    ("Stato", False),
)
MONITORED: Heads = (
    ("Indicatore", False),
    ("Atteso intermedio", True),
    ("Misurato", True),
    ("Scostamento", True),
    ("Nuova previsione", False),
)
AMENDMENTS: Heads = (
    ("Variazione", False),
    ("Atto", False),
    ("Tabella", False),
    ("Riga", False),
    ("Colonna", False),
    ("Da", True),
    ("A", True),
    ("Stato", False),
    ("Motivo", False),
)
AMENDED = ("id", "act", "table", "row", "column", "old", "new", "state", "waits_for")
AMENDMENT_STATES = {"applied": "applicata", "waiting": "in attesa"}


@frozen
class Exact:
    """A figure, and the fraction that it is where its decimals do not say it all."""

    text: str
    exact: str = ""


Cell = str | Link | Exact


@frozen
class Grid:
    """A plain table: a caption, heads (a number where `numeric`), rows; `cut` tells what of it is left out."""

    caption: str
    heads: Heads
    rows: tuple[tuple[Cell, ...], ...]
    cut: str = ""

    @property
    def listed(self) -> bool:
        """Whether it reads better as a list of labels and values: one row of many columns."""
        return len(self.rows) == 1 and len(self.heads) > MANY

    @property
    def long(self) -> bool:
        """Whether it is folded under its caption, to be opened by whoever wants it."""
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
    """What each post is worth, without whoever holds it; None where no post was valued."""
    rows: list[tuple[Cell, ...]] = []
    for one in material.record.results.positions:
        known = material.dossier.positions.get(one.position)
        score = "" if one.score is None else Exact(decimal_text(half_up(one.score, 2)), exact_beside(one.score))
        rows.append(
            (
                Link(one.position, known.title if known else ""),
                score,
                _euro(one.amount),
                BOUNDS.get(one.bound, one.bound),
                _euro(one.proportional),
                _euro(one.monthly),
                _euro(one.thirteenth),
                STATES[one.state.value],
                one.reason,
            )
        )
    return Grids((_grid("Retribuzione di ogni posizione", POSTS, tuple(rows)),)) if rows else None


def bands(material: Material) -> Grids | None:
    """The merit bands as they are published: how many, never who; None where there are none."""
    grids = []
    told = material.published.bands
    for rankings in dict.fromkeys(one.rankings for one in told):
        rows = tuple(
            (
                together_text(one.bands),
                str(one.places),
                str(one.people),
                _euro(one.pool),
                _euro(one.per_head),
                _euro(one.savings),
                "" if one.state is None else STATES[one.state.value],
            )
            for one in told
            if one.rankings == rankings
        )
        named = together_text(f"«{one}»" for one in rankings)
        grids.append(_grid(f"{'Graduatoria' if len(rankings) == 1 else 'Graduatorie'} {named}", BANDS, rows))
    if not material.record.results.bands:
        return None
    few = "" if grids else f"Persone e importi delle fasce: {material.published.few}. "
    return Grids(tuple(grids), f"{few}{BANDS_TOLD}")


def monitored(material: Material) -> Grids | None:
    """Indicators half-way; None where nothing was monitored."""
    rows: list[tuple[Cell, ...]] = []
    for one in material.record.results.monitoring:
        if material.public.reserved.about(f"indicator:{one.indicator}"):
            continue
        known = material.dossier.indicators.get(one.indicator)
        percent = known is not None and known.kind == "percent"
        figures = [_in_percent(text) if percent else text for text in (one.target, one.measured, one.forecast)]
        gap = "" if one.deviation is None else _gap(one.deviation, known is not None and known.better == "lower")
        rows.append((material.names.indicator(one.indicator), *figures[:2], gap, figures[2]))
    return Grids((_grid("Indicatori durante l'anno", MONITORED, tuple(rows)),)) if rows else None


def _in_percent(text: str) -> str:
    """A figure in percent points with its sign; a word stands as it is."""
    return f"{text}%" if text and text[-1].isdigit() else text


def _gap(deviation: Fraction, lower: bool) -> str:
    """How far from what was expected, and whether that is better or worse for this indicator."""
    if not deviation:
        return f"{two_decimals(deviation)}, come atteso"
    better = (deviation < 0) is lower
    sign = "+" if deviation > 0 else ""
    return f"{sign}{two_decimals(deviation)}, {'meglio' if better else 'peggio'} dell'atteso"


def amendments(material: Material) -> Grids | None:
    """The amendments of the plan, those applied in their order, then those that wait; None where there are none."""
    table = next((one for one in material.tables if one.name == "amendments" and not one.reserved), None)
    if table is None:
        return None
    rows, told = [], ""
    for cells in table.rows:
        row = dict(zip(table.heads, map(value_text, cells), strict=True))
        if not row["id"]:
            told = row["reason"] + "."
            continue
        amended = material.stack.inputs.tables[row["table"]]
        row |= {"table": amended.label, "column": amended.columns[row["column"]].label}
        row["state"] = AMENDMENT_STATES[row["state"]]
        rows.append(tuple(row[head] for head in AMENDED))
    return Grids((_grid("Variazioni del piano", AMENDMENTS, tuple(rows)),), told)


def _grid(caption: str, heads: Heads, rows: tuple[tuple[Cell, ...], ...]) -> Grid:
    """A table without the columns that say nothing."""
    kept = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    return Grid(
        caption, tuple(heads[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)
    )


def _euro(value: Decimal | None) -> str:
    return "" if value is None else euro_text(value)
