"""The top of the page: the ente and year, its grade with its areas, and what needs attention."""

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from merito.model.acts import Deadline, DeadlineState
from merito.model.measured import Grade
from merito.model.plan import Area
from merito.numbers import counted, day_text, fraction
from merito.page.board_shapes import BoardPart, counts_told
from merito.page.boards import AREAS, LOOSE_VIEWS
from merito.page.course import PhaseCell, phase_strip
from merito.page.findings import SEVERITIES, missing
from merito.page.material import Material
from merito.page.money import Fund, funds
from merito.page.shown import Shown, sentence, shown, two_decimals
from merito.wording.held import held_by_conditions, held_by_fund
from merito.wording.missing import missing as missing_people
from merito.wording.suppositions import simulation_lines

AREA_HEADS = {"perspective": "Prospettive", "area": "Aree"}


@frozen(kw_only=True)
class Notice:
    """A notice: its severity, its text, and the section with details."""

    mark: str
    text: str
    detail: str = ""
    href: str = ""


@frozen
class AreaLine:
    """An area of the ente with its grade, and the states of its indicators."""

    part: BoardPart
    told: str


@frozen(kw_only=True)
class Overview:
    """Everything above the sections."""

    ente: str
    year: int
    regulation: str
    edition: str
    as_of: str
    provisional: bool
    simulation: tuple[str, ...]
    planning: bool
    phases: tuple[PhaseCell, ...]
    figure: Shown | None
    beside: tuple[str, ...]
    told: tuple[str, ...]
    areas_head: str
    areas: tuple[AreaLine, ...]
    funds: tuple[Fund, ...]
    notices: tuple[Notice, ...]


def overview(material: Material) -> Overview:
    """The overview of one ente and year."""
    record, dossier = material.record, material.dossier
    whole = material.grade("ente", dossier.ente.id)
    scope, areas = _areas(material, whole)
    indicators = [one.id for one in dossier.indicators if material.grade("indicator", one.id)]
    count = counted(len(indicators), "indicatore", "indicatori")
    return Overview(
        ente=dossier.ente.name,
        year=dossier.year,
        regulation=material.stack.regulation.title,
        edition=record.edition,
        as_of=day_text(record.as_of),
        provisional=record.provisional,
        simulation=tuple(simulation_lines(record.simulation)) if record.simulation else (),
        planning=material.planning,
        phases=phase_strip(material),
        figure=shown(whole, material.names) if whole else None,
        beside=tuple(_beside(whole)) if whole else (),
        told=(count, *counts_told(material, indicators)) if indicators else (),
        areas_head=AREA_HEADS.get(scope, ""),
        areas=areas,
        funds=funds(material),
        notices=_notices(material),
    )


def _beside(whole: Grade) -> Iterator[str]:
    """Other figures of the ente that the regulation shows with its grade, with their names."""
    for step in whole.basis.steps:
        if isinstance(step.value, int | Fraction) and step.unit == "%":
            yield f"{step.name[:1].upper()}{step.name[1:]}: {two_decimals(fraction(step.value))}"


def _areas(material: Material, whole: Grade | None) -> tuple[str, tuple[AreaLine, ...]]:
    """The areas in the view that the ente's grade rests on, and their common name."""
    resting = whole.rests_on if whole else ()
    views = [one.view for one in resting if isinstance(one, Grade) and one.view]
    for scope in AREAS:
        for view in (*dict.fromkeys(views), *LOOSE_VIEWS):
            found = [(area, material.grade(scope, area.id, view)) for area in material.dossier.areas]
            lines = tuple(_area(area, grade, view, material) for area, grade in found if grade)
            if lines:
                return scope, lines
    return "", ()


def _area(area: Area, grade: Grade, view: str, material: Material) -> AreaLine:
    dossier = material.dossier
    rows = material.board_rows.get(view)
    carried = [row.indicator for row in rows] if rows is not None else [one.id for one in material.loose]
    indicators = [
        one for one in dict.fromkeys(carried) if dossier.area_of(dossier.indicators[one].objective) == area.id
    ]
    told = ", ".join(counts_told(material, indicators))
    return AreaLine(BoardPart(area.id, area.title, shown(grade, material.names)), told)


def _notices(material: Material) -> tuple[Notice, ...]:
    found = [*_errors(material), *_held(material), *_acts(material), *_terms(material), *_readings(material)]
    found += [*_people(material), *_inputs(material), *_counts(material)]
    return tuple(found) or (Notice(mark="ok", text="Nulla da segnalare"),)


def _acts(material: Material) -> list[Notice]:
    names = material.names
    wanted = [need for state in material.record.gates for need in state.missing]
    acts = list(dict.fromkeys(f"{names.act(one.kind)} ({names.body(one)})" for one in wanted))
    if not acts:
        return []
    text = counted(len(acts), "atto che manca", "atti che mancano")
    return [Notice(mark="blocked", text=text, detail="; ".join(acts), href="#procedura")]


def _held(material: Material) -> list[Notice]:
    record = material.record
    found = [
        Notice(mark="withheld", text=material.named(one.told), detail=material.named(one.why()), href="#fondi")
        for one in held_by_fund(record.results.fund_lines, material.stack.inputs.funds)
    ]
    on_subjects = held_by_conditions(record)
    conditions = [Notice(mark="withheld", text=material.named(told), href="#procedura") for told in on_subjects]
    return found + conditions


def _terms(material: Material) -> list[Notice]:
    words = {
        DeadlineState.OVERDUE: ("overdue", "termine scaduto", "termini scaduti"),
        DeadlineState.LATE: ("late", "atto in ritardo", "atti in ritardo"),
        DeadlineState.OPEN: ("open", "termine aperto", "termini aperti"),
    }
    if not material.dossier.acts and material.record.deadlines:
        detail = "non si può dire quali termini siano stati rispettati"
        return [Notice(mark="open", text="Nessun atto inserito", detail=detail, href="#procedura")]
    found = []
    for state, (mark, one, many) in words.items():
        own = [at.deadline for at in material.record.deadlines if at.state is state]
        dated = [_dated(due, material) for due in own]
        if own:
            some = dated if state is DeadlineState.OVERDUE else dated[:3]
            detail = "; ".join(some) + ("; ..." if len(dated) > len(some) else "")
            found.append(Notice(mark=mark, text=counted(len(own), one, many), detail=detail, href="#procedura"))
    return found


def _readings(material: Material) -> list[Notice]:
    waiting = [one.id for one in material.record.open_readings]
    if not waiting:
        return []
    text = counted(len(waiting), "lettura da adottare", "letture da adottare")
    held = "tiene" if len(waiting) == 1 else "tengono"
    articles = material.cited(tuple(waiting))
    detail = f"{held} sospese delle somme: {articles}"
    return [Notice(mark="withheld", text=text, detail=detail, href="#letture")]


def _people(material: Material) -> list[Notice]:
    """Who is not evaluated, and which sheets are out, by name; no sheet of paper for the Giunta names them."""
    told = (
        []
        if material.paper
        else [material.named(one) for one in missing_people(material.record, material.stack.inputs)]
    )
    return [Notice(mark="provisional", text=sentence(one)) for one in told]


def _inputs(material: Material) -> list[Notice]:
    lacking = missing(material)
    if not lacking:
        return []
    named = [row.indicator.title or row.indicator.id for row in lacking]
    detail = "; ".join(named[:4]) + ("; ..." if len(named) > 4 else "")
    text = counted(len(named), "indicatore senza il dato", "indicatori senza il dato")
    return [Notice(mark="provisional", text=text, detail=detail, href="#mancanti")]


def _errors(material: Material) -> list[Notice]:
    return _severity(material, "error", "ferma lo strumento o l'oggetto a cui si riferisce")


def _counts(material: Material) -> list[Notice]:
    return [*_severity(material, "warning"), *_severity(material, "info")]


def _severity(material: Material, severity: str, detail: str = "") -> list[Notice]:
    number = sum(one.severity == severity for one in material.record.results.findings)
    _, one, many = SEVERITIES[severity]
    return [Notice(mark=severity, text=counted(number, one, many), detail=detail, href="#rilievi")] if number else []


def _dated(due: Deadline, material: Material) -> str:
    what = material.named(due.what)
    return f"{what}, {day_text(due.due)}" if due.due else what
