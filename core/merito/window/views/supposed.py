"""What can be supposed of an ente, and who gains or loses by it: sums and scores of two records side by side."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.contract.parameters import MissingParameterError
from merito.execution.worker import Computed
from merito.model.money import CENT_ZERO
from merito.numbers import point_text
from merito.regulations.competence import who_decides
from merito.window.views.year import material_of
from merito.wording.figures import value_text
from merito.workspace.competent_acts import acts_for, agreements_for

PARTS = ("due", "payable", "withheld", "uncovered")


@frozen(kw_only=True)
class Lever:
    """Something that can be supposed: its key in `--set`, what it is, what holds now, its choices if it has some.

    `acts` are the ids of those with which it can be decided, `agreements` of those that may stand beside.
    """

    key: str
    label: str
    now: str
    kind: str
    of: str = ""
    agreed: bool = False
    sourced: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    who: str = ""
    cites: str = ""
    standing: str = ""
    unfit: str = ""
    acts: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()


@frozen(kw_only=True)
class Sum:
    """What somebody is due through a tool (euro)."""

    person: str
    tool: str
    about: str
    parts: Mapping[str, Decimal]


@frozen(kw_only=True)
class Figures:
    """The money and scores of a record, by their keys; and the totals of each fund by its title."""

    sums: Mapping[tuple[str, ...], Sum]
    scores: Mapping[str, tuple[str, str, Fraction | None]]
    funds: Mapping[str, Mapping[str, Decimal]]


@frozen(kw_only=True)
class Side:
    """A row of two records side by side; `by` is by how much it grows (euro)."""

    person: str
    what: str
    before: Decimal
    after: Decimal

    @property
    def by(self) -> Decimal:
        return self.after - self.before


def levers(computed: Computed) -> tuple[Lever, ...]:
    """Everything that an ente could decide: parameters, readings, sums of the year."""
    material = material_of(computed)
    stack, course = material.stack, computed.opened.course
    found: list[Lever] = []
    acts = computed.record.dossier.acts
    standing = {one.key: one for one in computed.record.parameters_set}
    for parameter in stack.parameters.values():
        if parameter.ente_may_set is None:
            continue
        try:
            now = value_text(course.parameters.in_force(parameter.key).value)
        except MissingParameterError:
            now = ""
        set_here = standing.get(parameter.key)
        found.append(
            Lever(
                key=parameter.key,
                label=parameter.label,
                now=now,
                kind="parameter",
                of=parameter.kind,
                agreed=bool(parameter.competence.agreed_by),
                acts=acts_for(parameter.competence, acts, stack.inputs.acts),
                agreements=agreements_for(parameter.competence, acts),
                sourced=parameter.sourced,
                choices=tuple((one, parameter.words.get(one, one)) for one in parameter.others),
                who=who_decides(parameter.competence, stack.inputs.acts),
                cites=parameter.cites,
                standing=material.named(set_here.unfit) if set_here and set_here.unfit else "",
            )
        )
    known = {one.id: one for one in computed.record.readings}
    for reading in stack.rulebook.interpretations.values():
        if len(reading.choices) < 2:
            continue
        now_is = known.get(reading.id)
        choice = now_is.choice if now_is else reading.default
        found.append(
            Lever(
                key=reading.id,
                label=material.named(reading.unclear),
                now=choice,
                kind="reading",
                unfit=material.named(now_is.unfit) if now_is and now_is.unfit else "",
                of="reading",
                agreed=bool(reading.competence.agreed_by),
                acts=acts_for(reading.competence, acts, stack.inputs.acts),
                agreements=agreements_for(reading.competence, acts),
                choices=tuple((name, material.named(text)) for name, text in reading.choices.items()),
                who=who_decides(reading.competence, stack.inputs.acts),
                cites=reading.article,
                standing="adottata"
                if now_is and now_is.adopted
                else "da adottare"
                if reading.must_adopt
                else "predefinita",
            )
        )
    for section in ("funds", "figures"):
        given = getattr(computed.record.dossier, section)
        for one in getattr(stack.inputs, section).values():
            value = given.get(one.name)
            found.append(
                Lever(
                    key=f"{section}.{one.name}",
                    label=one.title or one.label,
                    now=value_text(value.value) if value is not None else "",
                    kind=section,
                    cites=one.cites,
                )
            )
    return tuple(found)


def figures(computed: Computed) -> Figures:
    """The money and scores of a record."""
    material = material_of(computed)
    results, names = computed.record.results, material.names
    sums = {
        row.key: Sum(
            person=_called(row.person, names.person(row.person).title),
            tool=names.tool(row.tool),
            about=names.subject(row.subject).title if row.subject else "",
            parts={part: getattr(row, part) for part in PARTS},
        )
        for row in results.rewards
    }
    funds: dict[str, dict[str, Decimal]] = {}
    for line in results.fund_lines:
        own = funds.setdefault(
            names.fund(line.fund), dict.fromkeys(("amount", "payable", "withheld", "savings"), CENT_ZERO)
        )
        for part in own:
            own[part] += getattr(line, part)
    scores = {
        one.person: (
            _called(one.person, names.person(one.person).title),
            "" if one.score is None else point_text(one.score),
            one.score,
        )
        for one in results.scores
    }
    return Figures(sums=sums, scores=scores, funds=funds)


def sides(before: Figures, after: Figures) -> Sequence[Side]:
    """Who gains and who loses, those whose sums change most first."""
    found = []
    for key in dict.fromkeys((*before.sums, *after.sums)):
        old, new = before.sums.get(key), after.sums.get(key)
        known = new or old
        assert known is not None
        one = Side(
            person=known.person,
            what=f"{known.tool}{f', {known.about}' if known.about else ''}",
            before=old.parts["due"] if old else CENT_ZERO,
            after=new.parts["due"] if new else CENT_ZERO,
        )
        if one.by:
            found.append(one)
    return sorted(found, key=lambda one: (-abs(one.by), one.person))


def moved_scores(before: Figures, after: Figures) -> Iterable[tuple[str, str, str]]:
    """Scores that differ: whose, before, after."""
    for person, (name, text, value) in after.scores.items():
        old = before.scores.get(person)
        if old is None or old[2] != value:
            yield name, old[1] if old else "", text


def _called(person: str, name: str) -> str:
    return f"{name} ({person})" if name else person
