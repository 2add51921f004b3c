"""The cascade: which dashboards carry each strategic indicator, and findings about its gaps."""

from collections import Counter, defaultdict

from attrs import frozen

from merito.numbers import HUNDRED, counted, quotient
from merito.page.material import Material
from merito.page.names import Link
from merito.page.shown import width

STRATEGIC = "strategic"


@frozen
class Carrier:
    """A dashboard that carries an indicator, and its kind of link."""

    board: Link
    link: str


@frozen
class Row:
    """An indicator, the other dashboards that carry it, and the findings about it."""

    indicator: Link
    carriers: tuple[Carrier, ...]
    found: tuple[str, ...]


@frozen
class Load:
    """How much of the strategy a dashboard carries."""

    board: Link
    strategic: int
    own: int
    strategic_width: str
    own_width: str


@frozen(kw_only=True)
class Cascade:
    """Indicators by dashboard and dashboards by indicator."""

    told: str
    rows: tuple[Row, ...]
    loads: tuple[Load, ...]


def cascade(material: Material) -> Cascade | None:
    """Every indicator of the strategic dashboards and who carries it; None if nothing is carried below them."""
    carried, names = material.record.results.cascade, material.names
    top = {one.dashboard for one in carried if one.kind == STRATEGIC}
    strategic = list(dict.fromkeys(one.indicator for one in carried if one.dashboard in top))
    below = [one for one in carried if one.dashboard not in top]
    if not strategic or not below:
        return None
    carriers: dict[str, dict[str, Carrier]] = defaultdict(dict)
    for one in below:
        link = names.coded("dashboard_rows", "link", one.link) if one.link else ""
        carriers[one.indicator].setdefault(one.dashboard, Carrier(names.board(one.dashboard), link))
    found: dict[str, list[str]] = defaultdict(list)
    for finding in material.record.results.findings:
        found[finding.subject].append(material.named(finding.message))
    rows = tuple(
        Row(names.indicator(one), tuple(carriers[one].values()), tuple(found[f"indicator:{one}"])) for one in strategic
    )
    loads = _loads(material, set(strategic), list(dict.fromkeys(one.dashboard for one in below)), carriers)
    alone = sum(not row.carriers for row in rows)
    told = f"{counted(len(rows) - alone, 'indicatore strategico è portato', 'indicatori strategici sono portati')} "
    told += f"da almeno un altro cruscotto, {alone} da nessuno."
    return Cascade(told=told, rows=rows, loads=loads)


def _loads(
    material: Material,
    strategic: set[str],
    boards: list[str],
    carriers: dict[str, dict[str, Carrier]],
) -> tuple[Load, ...]:
    shared: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for indicator, by_board in carriers.items():
        (shared if indicator in strategic else own).update(by_board.keys())
    most = max((shared + own).values())
    return tuple(
        Load(
            material.names.board(one),
            shared[one],
            own[one],
            width(quotient(HUNDRED * shared[one], most)),
            width(quotient(HUNDRED * own[one], most)),
        )
        for one in boards
    )
