"""What figures rest on besides the data: readings, adopted or not, and the ente's settings."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from merito.contract.rulebook import Interpretation
from merito.model.basis import Reading
from merito.model.messages import plain
from merito.page.material import Material
from merito.regulations.competence import who_decides
from merito.wording.figures import adopted_text, value_text


@frozen(kw_only=True)
class ReadingLine:
    """A reading in force: what is unclear, the choice, who made it, and how many results rest on it.

    `decides` is who may adopt it, if it waits for an act.
    """

    id: str
    article: str
    unclear: str
    choice: str
    why: str
    how: str
    decides: str
    mark: str
    results: int
    others: tuple[str, ...]


@frozen
class ReadingLines:
    """Readings that wait for an act of the ente, and the others."""

    waiting: tuple[ReadingLine, ...]
    standing: tuple[ReadingLine, ...]


@frozen
class SettingLine:
    """A parameter that the ente set."""

    label: str
    key: str
    value: str
    layer: str
    cites: str


def readings(material: Material) -> ReadingLines | None:
    """The readings that results rest on, those of most results first; None if there are none."""
    known = material.rulebook.interpretations
    told = Counter(rule for rules in _rules(material) for rule in rules if rule in known)
    waiting = {one.id for one in material.record.open_readings}
    lines = [
        _line(one, known[one.id], told[one.id], one.id in waiting, material)
        for one in material.record.readings
        if one.id in told or one.id in waiting or one.adopted
    ]
    lines.sort(key=lambda one: (-one.results, one.id))
    held = tuple(one for one in lines if one.mark == "withheld")
    standing = tuple(one for one in lines if one.mark != "withheld")
    return ReadingLines(held, standing) if lines else None


def _rules(material: Material) -> Iterable[tuple[str, ...]]:
    """The rules of every result."""
    record, results = material.record, material.record.results
    rows: tuple[Any, ...] = (*results.grades, *results.cascade, *results.positions, *results.fund_lines)
    rows += (*results.bands, *results.monitoring, *results.scores, *results.placements, *results.rewards)
    yield from (row.rules for row in rows)
    yield from ((finding.rule,) for finding in results.findings)
    yield from (state.gate.rules for state in record.gates)
    yield from (at.deadline.rules for at in record.deadlines)


def _line(
    reading: Reading,
    known: Interpretation,
    results: int,
    waiting: bool,
    material: Material,
) -> ReadingLine:
    return ReadingLine(
        id=reading.id,
        article=known.article,
        unclear=known.unclear,
        choice=known.choices.get(reading.choice, reading.choice),
        why=known.why,
        how=material.named(_how(reading, waiting)),
        decides=who_decides(known.competence, material.stack.inputs.acts) if reading.open else "",
        mark=_mark(reading),
        results=results,
        others=tuple(text for choice, text in known.choices.items() if choice != reading.choice),
    )


def _mark(reading: Reading) -> str:
    if reading.supposed:
        return "provisional"
    return "withheld" if reading.open else "final" if reading.adopted else "default"


def _how(reading: Reading, waiting: bool) -> str:
    if reading.supposed:
        return "supposta nella simulazione: nessuno l'ha adottata"
    if reading.adopted:
        return adopted_text(reading)
    told = "da adottare con un atto: tiene sospese delle somme" if waiting else "da adottare con un atto"
    return "; ".join(filter(None, (told if reading.must_adopt else "lettura predefinita", plain(reading.lacking))))


def settings(material: Material) -> tuple[SettingLine, ...]:
    """The parameters that the ente set."""
    rows = []
    for one in material.record.parameters_set:
        declared = material.stack.parameters.get(one.key)
        value = f"{value_text(one.value, one.words)} {one.unit}".rstrip()
        rows.append(SettingLine(declared.label if declared else one.key, one.key, value, one.layer, one.cites))
    return tuple(rows)
