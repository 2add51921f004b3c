"""The year on one page: its phases, what is missing now, its money, its structures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from merito.execution.worker import Computed
from merito.model.money import CENT_ZERO
from merito.page.course import PhaseCell, phase_strip
from merito.page.findings import SEVERITIES
from merito.page.material import Material
from merito.page.now import ToDo, to_do
from merito.page.shown import shown
from merito.wording.held import held_by_fund
from merito.workspace.people_names import full_names

PARTS = ("net", "payable", "withheld", "uncovered", "savings")


@frozen(kw_only=True)
class Pot:
    """A fund with its parts (euro), and why some of it is held."""

    name: str
    title: str
    amount: Decimal
    parts: Mapping[str, Decimal]
    why: str = ""


@frozen(kw_only=True)
class UnitLine:
    """A structure: who leads it, its objectives, how many of its people are evaluated, its grade."""

    id: str
    name: str
    head: str
    objectives: int
    evaluated: int
    people: int
    grade: str
    state: str
    mark: str


@frozen(kw_only=True)
class YearView:
    """The page of a year."""

    regulation: str
    edition: str
    as_of: date
    phases: tuple[PhaseCell, ...]
    to_do: tuple[ToDo, ...]
    pots: tuple[Pot, ...]
    units: tuple[UnitLine, ...]
    findings: tuple[tuple[str, str, int], ...]
    hashes: Mapping[str, str]
    whole: tuple[str, str] = ("", "")
    totals: Mapping[str, Decimal] = field(factory=dict)


def material_of(computed: Computed) -> Material:
    """The record with the names of the ente; codes are left to explanations."""
    names = full_names(computed.opened.config, computed.record.dossier.year)
    return Material(computed.record, computed.opened.course.stack, (), people=names, paper=True)


def year_view(computed: Computed) -> YearView:
    """The page of the year of a computed record."""
    material = material_of(computed)
    record = material.record
    pots = tuple(_pots(material))
    ente = material.grade("ente", record.dossier.ente.id)
    figure = shown(ente, material.names) if ente else None
    severities = [str(one.severity) for one in record.results.findings]
    return YearView(
        regulation=material.stack.regulation.title,
        edition=record.edition,
        as_of=record.as_of,
        phases=phase_strip(material),
        to_do=to_do(material),
        pots=pots,
        units=tuple(_units(material)),
        findings=tuple(
            (mark, title, severities.count(mark)) for mark, (title, *_) in SEVERITIES.items() if mark in severities
        ),
        hashes=dict(record.hashes),
        whole=(figure.text, figure.state) if figure else ("", ""),
        totals={name: sum((pot.parts[name] for pot in pots), CENT_ZERO) for name in PARTS}
        | {"amount": sum((pot.amount for pot in pots), CENT_ZERO)},
    )


def _pots(material: Material) -> Iterator[Pot]:
    lines = defaultdict(list)
    for line in material.record.results.fund_lines:
        lines[line.fund].append(line)
    held = {one.fund: one for one in held_by_fund(material.record.results.fund_lines, material.stack.inputs.funds)}
    for name, own in lines.items():
        title = material.names.fund(name)
        known = held.get(title) or held.get(name)
        yield Pot(
            name=name,
            title=title,
            amount=sum((one.amount for one in own), CENT_ZERO),
            parts={part: sum((getattr(one, part) for one in own), CENT_ZERO) for part in PARTS},
            why=evolve(material.named, asides=True)(known.why()) if known else "",
        )


def _units(material: Material) -> Iterator[UnitLine]:
    dossier, record = material.dossier, material.record
    people = defaultdict(list)
    for person in dossier.people:
        served = dossier.service_of(person.id)
        own_unit = person.unit or (served[-1].unit if served else "")
        if own_unit:
            people[own_unit].append(person.id)
    objectives: dict[str, int] = defaultdict(int)
    for one in dossier.objectives:
        kind, _, identifier = (one.responsible or "").partition(":")
        objectives[identifier] += kind == "unit"
    for unit in dossier.units:
        own = people[unit.id]
        scores = [record.results.score(person) for person in own]
        grade = material.grade("unit", unit.id)
        view = shown(grade, material.names) if grade else None
        yield UnitLine(
            id=unit.id,
            name=unit.name or unit.id,
            head=(material.names.person(unit.head).title or unit.head) if unit.head else "",
            objectives=objectives[unit.id],
            evaluated=sum(score is not None and score.score is not None for score in scores),
            people=sum(score is not None for score in scores),
            grade=view.text if view else "",
            state=view.state if view else "",
            mark=view.mark if view else "",
        )
