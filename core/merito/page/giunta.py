"""`giunta.html`: a year on two or three printed sheets, for whoever decides. No code, no fraction, no person."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache

from attrs import frozen

from merito.model.acts import DeadlineState
from merito.model.basis import Reading
from merito.model.record import DeadlineAt, Record
from merito.numbers import day_text
from merito.outputs.result_tables import OutTable
from merito.page.boards import boards
from merito.page.index import INDEX, environment
from merito.page.material import Material
from merito.page.money import Fund, funds
from merito.page.overview import Overview, overview
from merito.page.shown import two_decimals, width
from merito.publication import Published
from merito.regulations import Stack
from merito.regulations.competence import who_decides
from merito.wording.acts import act_text, without_tables
from merito.wording.coded import PHASES
from merito.wording.held import held_by_conditions, held_by_fund

GIUNTA = "giunta.html"
MOST_BARS, MOST_LINES, MOST_DONE = 16, 10, 6
WAITING = (DeadlineState.OVERDUE, DeadlineState.OPEN)


@frozen(kw_only=True)
class Bar:
    """A figure with its name; `width` is blank where there is none."""

    name: str
    text: str
    width: str = ""
    note: str = ""


@frozen(kw_only=True)
class Wait:
    """An act that is waited for: of whom, what it stops, by when."""

    who: str
    act: str
    stops: str = ""


@frozen(kw_only=True)
class Due:
    """A term that has passed, or is to come."""

    what: str
    day: str
    late: bool


@frozen(kw_only=True)
class Decision:
    """What is to be decided, by whom, between what."""

    what: str
    who: str
    choices: tuple[str, ...]


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
    record: Record, stack: Stack, tables: tuple[OutTable, ...], published: Published, before: Fraction | None = None
) -> str:
    """The text of the page; `before` is the figure of the ente a year earlier, where it is known."""
    sheet = _sheet(Material(record, stack, tables, published), before)
    return environment().get_template("giunta.html.j2").render(page=sheet, top=sheet.top)


def _sheet(material: Material, before: Fraction | None) -> Sheet:
    plain = _Plain(material)
    top, money = overview(material), funds(material)
    head, bars = _boards(material, top)
    dues = tuple(_dues(material, plain))
    done = tuple(_done(material))
    return Sheet(
        top=top,
        figures=tuple(_figures(top, before, material.dossier.year)),
        why=tuple(map(plain, _why(top))),
        boards_head=head,
        boards=bars[:MOST_BARS],
        boards_left=max(0, len(bars) - MOST_BARS),
        funds=money.funds if money else (),
        held=tuple(dict.fromkeys(map(plain, _held(material))))[:MOST_LINES],
        waits=tuple(_waits(material)),
        dues=dues[:MOST_LINES],
        dues_left=max(0, len(dues) - MOST_LINES),
        done=done[:MOST_DONE],
        done_left=max(0, len(done) - MOST_DONE),
        decisions=tuple(_decision(one, material, plain) for one in material.record.open_readings),
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
    """Why the figure is another than the attested one, or is not firm."""
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
    """Dashboards where there are several, else areas."""
    found = boards(material)
    made = [(one.title, one.figure, one.told) for one in found.boards] if found else []
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
    for one in held_by_fund(material.published.funds, material.stack.inputs.funds):
        yield f"{one.told}: {one.why()}"
    yield from held_by_conditions(material.record, material.published)


def _waits(material: Material) -> Iterator[Wait]:
    """The acts that closed conditions want, each once, with what waits for it."""
    found: dict[tuple[str, str], list[str]] = {}
    for state in material.public.gates:
        if state.open:
            continue
        phase = PHASES[state.gate.phase.value].partition(". ")[2]
        tool = material.names.tool(state.gate.tool) if state.gate.tool else phase
        for need in state.missing:
            who = need.by or material.names.body(need.kind)
            stops = found.setdefault((who, material.names.act(need.kind)), [])
            stops += [tool] if tool not in stops else []
    for (who, act), stops in found.items():
        yield Wait(who=who, act=act, stops=", ".join(stops))


def _dues(material: Material, plain: "_Plain") -> Iterator[Due]:
    dated = [one for one in material.public.deadlines if one.state in WAITING and one.deadline.due]
    for one in sorted(dated, key=lambda at: at.deadline.due or date.max):
        subject = f": {_title(one, material)}" if one.deadline.subject else ""
        due = one.deadline.due
        assert due is not None
        late = one.state is DeadlineState.OVERDUE
        yield Due(what=plain(f"{one.deadline.what}{subject}"), day=day_text(due), late=late)


def _title(one: DeadlineAt, material: Material) -> str:
    link = material.names.subject(one.deadline.subject or "")
    return link.title or link.id


def _done(material: Material) -> Iterator[str]:
    """The acts that met a term, the latest first, by kind, body, number and day."""
    met = [one.act for one in material.public.deadlines if one.act is not None]
    known = {act.id: act for act in met}
    for act in sorted(known.values(), key=lambda act: (act.date, act.id), reverse=True):
        yield act_text(act, material.stack.inputs.acts)


def _decision(reading: Reading, material: Material, plain: "_Plain") -> Decision:
    known = material.rulebook.interpretations[reading.id]
    who = who_decides(known.competence, material.stack.inputs.acts)
    choices = (
        f"{text}{' (vale finché non si decide)' if one == reading.choice else ''}"
        for one, text in known.choices.items()
    )
    return Decision(what=plain(known.unclear), who=who.partition(" (")[0], choices=tuple(map(plain, choices)))


class _Plain:
    """Takes the codes of rules and readings out of a text, and names acts by kind, body, number and day."""

    def __init__(self, material: Material) -> None:
        rulebook = material.rulebook
        self._codes = tuple(sorted((*rulebook.rules, *rulebook.interpretations), key=len, reverse=True))
        kinds = material.stack.inputs.acts
        self._named = {act.id: act_text(act, kinds) for act in material.dossier.acts}
        ids = "|".join(map(re.escape, sorted(self._named, key=len, reverse=True))) or "(?!)"
        self._acts = re.compile(rf"l'atto ({ids})(?![\w-])(?: del \d+/\d+/\d+)?(?: \(«[^»]*»[^)]*\))?")

    def __call__(self, text: str) -> str:
        codes = tuple(code for code in self._codes if code in text)
        told = without_tables(_with_codes(codes).sub("", text) if codes else text).replace("::", ":").strip()
        told = self._acts.sub(lambda found: f"l'atto «{self._named[found[1]]}»", told)
        return f"{told[:1].upper()}{told[1:]}"


@lru_cache
def _with_codes(codes: tuple[str, ...]) -> re.Pattern[str]:
    """Some codes where they stand in a text, with the brackets and signs around them."""
    one = f"(?:{'|'.join(map(re.escape, codes))})"
    several = rf"(?<![\w-]){one}(?:[ ,]+{one})*(?![\w-])"
    return re.compile(rf" ?\((?:{several})\)|{several}: ?|; {several}(?=\))| ?{several}")
