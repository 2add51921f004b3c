"""`giunta.html`: a year on two or three printed sheets, for decision makers. No code, no fraction.

People stand on it only by name, and only where what holds their reward is told.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from merito.model.messages import Sayable
from merito.model.record import Record
from merito.outputs.result_tables import OutTable
from merito.page.boards import boards
from merito.page.index import INDEX, environment
from merito.page.material import Material
from merito.page.money import Fund, funds
from merito.page.overview import Overview, overview
from merito.page.shown import sentence, two_decimals, width
from merito.page.to_do import Decision, Due, Wait, awaited, decision, done, dues, waits
from merito.publication.reserved import reserved_of
from merito.regulations import Stack
from merito.wording.held import held_by_conditions, held_by_fund
from merito.wording.office import NO_NAMES

GIUNTA = "giunta.html"
MOST_BARS, MOST_LINES, MOST_DONE = 16, 10, 6


@frozen(kw_only=True)
class Bar:
    """A figure with its name; `width` is blank where there is none."""

    name: str
    text: str
    width: str = ""
    note: str = ""


@frozen(kw_only=True)
class Sheet:
    """Everything on the page for the Giunta."""

    top: Overview
    figures: tuple[Bar, ...]
    why: tuple[str, ...]
    boards_head: str
    boards: tuple[Bar, ...]
    boards_left: int
    funds: tuple[Fund, ...]
    held: tuple[str, ...]
    waits: tuple[Wait, ...]
    dues: tuple[Due, ...]
    dues_left: int
    done: tuple[str, ...]
    done_left: int
    decisions: tuple[Decision, ...]
    whole: str = INDEX


def giunta_page(
    record: Record,
    stack: Stack,
    tables: tuple[OutTable, ...],
    before: Fraction | None = None,
    people: Mapping[str, str] = NO_NAMES,
) -> str:
    """The text of the page; `before` is the grade of the ente in the previous year, if known; `people` are names."""
    sheet = _sheet(Material(record, stack, tables, people=people, paper=True), before)
    return environment().get_template("giunta.html.j2").render(page=sheet, top=sheet.top)


def _sheet(material: Material, before: Fraction | None) -> Sheet:
    def plain(said: Sayable) -> str:
        return sentence(material.named(said))

    top = overview(material)
    head, bars = _boards(material, top)
    terms, acts = tuple(dues(material)), tuple(done(material))
    return Sheet(
        top=top,
        figures=tuple(_figures(top, before, material.dossier.year)),
        why=tuple(map(plain, _why(top))),
        boards_head=head,
        boards=bars[:MOST_BARS],
        boards_left=max(0, len(bars) - MOST_BARS),
        funds=funds(material),
        held=tuple(dict.fromkeys(map(sentence, _held(material))))[:MOST_LINES],
        waits=tuple(waits(material)),
        dues=terms[:MOST_LINES],
        dues_left=len(awaited(material)) - len(terms[:MOST_LINES]),
        done=acts[:MOST_DONE],
        done_left=max(0, len(acts) - MOST_DONE),
        decisions=tuple(decision(one, material) for one in material.record.open_readings),
    )


def _figures(top: Overview, before: Fraction | None, year: int) -> Iterator[Bar]:
    figure = top.figure
    if figure is None:
        return
    now = figure.text if figure.measured else "non ancora calcolato"
    state = "" if figure.mark == "final" else figure.state
    yield Bar(name=f"{year}, calcolato", text=now, width=figure.width, note=state)
    if figure.attested:
        length = width(Fraction(figure.attested.rstrip("%").replace(".", "").replace(",", ".")))
        yield Bar(name=f"{year}, attestato", text=figure.attested, width=length)
    if before is not None:
        yield Bar(name=str(year - 1), text=two_decimals(before), width=width(before))


def _why(top: Overview) -> Iterator[str]:
    """Why the grade differs from the attested one, or is not final."""
    if top.figure is None:
        return
    if top.figure.attestation:
        yield top.figure.attestation
    if top.figure.lacks and not top.planning:
        named = [one.title or one.id for one in top.figure.lacks]
        more = f" e altri {top.figure.more}" if top.figure.more else ""
        yield f"Senza grado: {'; '.join(named)}{more}"
    elif top.figure.mark != "final" and top.figure.reason and not top.planning:
        yield top.figure.reason
    if top.figure.if_zero:
        yield f"Se ciò che manca valesse zero, il grado sarebbe {top.figure.if_zero}"


def _boards(material: Material, top: Overview) -> tuple[str, tuple[Bar, ...]]:
    """Dashboards if there are several, otherwise areas; the sheet names no person, so not those of persons."""
    found, persons = boards(material), reserved_of(material.dossier).dashboards
    of_persons = set(map(material.names.board_anchor, persons))
    made = [(one.title, one.figure, one.told) for one in found.boards if one.anchor not in of_persons] if found else []
    if len(made) < 2 or (found is not None and found.by_area):
        made = [(one.part.title, one.part.figure, one.told) for one in top.areas] or made
        head = top.areas_head or "Obiettivi"
    else:
        head = "Cruscotti"
    bars = tuple(
        Bar(
            name=title,
            text=figure.text,
            width=figure.width,
            note="" if figure.mark in ("final", "") else figure.state,
        )
        for title, figure, _ in made
        if figure.mark
    )
    return head, bars


def _held(material: Material) -> Iterator[str]:
    """What is held and why, with whose rewards those are; a sheet that does not know the names only counts them."""
    telling = evolve(material.named, asides=bool(material.people))
    for one in held_by_fund(material.record.results.fund_lines, material.stack.inputs.funds):
        yield telling(one.line())
    yield from map(material.named, held_by_conditions(material.record, names_persons=False))
