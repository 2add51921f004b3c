"""An explanation as Italian text for people, and as versioned data for programs."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from merito.model.basis import Intermediate, Reading
from merito.numbers import counted, percent_text, point_text
from merito.report.changes import ChangeShown
from merito.report.explanation import SCHEMA_VERSION, Explanation
from merito.report.quoted import InputShown
from merito.report.words import subject_text, value_text
from merito.rulebook import Interpretation

MOST_ROWS = 3


def as_text(explanation: Explanation) -> str:
    """The figure, why it is what it is, and one line for each earlier result it rests on."""
    return "\n".join(_lines(explanation))


def _lines(one: Explanation) -> Iterator[str]:
    yield one.title
    if one.figure or one.state:
        yield f"  {one.figure}  [{one.state}]" if one.state else f"  {one.figure}"
    if one.reason:
        yield f"  Perché: {one.reason}"
    if one.if_zero:
        yield f"  Se ciò che manca valesse zero: {one.if_zero}"
    if one.beside:
        yield f"  Accanto: {'; '.join(f'{name} {text}' for name, text in one.beside.items())}"
    if one.formula:
        yield f"  Calcolo: {one.formula}"
    yield from (f"  Passaggio: {_step(step)}" for step in one.steps)
    yield from (f"  Con un'altra scelta: {outcome}" for outcome in one.alternatives)
    for rule in one.rules:
        yield f"  Regola {rule.id} — {rule.article}"
        yield f"    {rule.text}"
    for interpretation, reading in one.readings:
        yield from _reading(interpretation, reading)
    for value, parameter in one.parameters:
        since = f", in vigore dal {value_text(value.since)}" if value.since else ""
        yield (
            f"  Parametro {value.key} = {value_text(value.value)} {value.unit}".rstrip()
            + f"  ({value.layer}{since}; {value.cites})"
        )
        yield f"    {parameter.label}"
    yield from (f"  Non si è applicata {rule}: {why}" for rule, why in one.tried)
    for rows in _by_table(one.inputs):
        if len(rows) > MOST_ROWS and not any(row.changes for row in rows):
            yield f"  Da {_places(rows)}: {counted(len(rows), 'riga', 'righe')}"
            continue
        for row in rows:
            yield f"  Da {row.source}: {_values(row)}"
            yield from (f"    {change.told}" for change in row.changes)
    if one.rests_on:
        yield f"  Poggia su {len(one.rests_on)} risultati:" if len(one.rests_on) > 1 else "  Poggia su un risultato:"
        yield from (f"    {_one_line(earlier)}" for earlier in one.rests_on)


def _step(step: Intermediate) -> str:
    """`k = 1,5`; of a step whose value is a sentence that begins with its name, the sentence alone."""
    text = _step_text(step)
    return text if text.startswith(f"{step.name}:") else f"{step.name} = {text}"


def _step_text(step: Intermediate) -> str:
    """The value of a step: a fraction in decimals, with what is exact where they do not say it all."""
    value = step.value
    if step.unit == "%" and isinstance(value, int | Decimal | Fraction):
        return percent_text(value)
    return point_text(value) if isinstance(value, Fraction) else value_text(value)


def _reading(interpretation: Interpretation, reading: Reading) -> Iterator[str]:
    if reading.adopted:
        how = f"adottata con l'atto {reading.act}" if reading.act else "scelta dall'ente"
    else:
        how = "da adottare dall'ente" if reading.must_adopt else "lettura predefinita"
        how += f"; l'atto {reading.act} non è in vigore" if reading.act else ""
    yield f"  Lettura {reading.id} ({how}) — {interpretation.article}"
    yield f"    {interpretation.unclear}"
    yield f"    Vale: {interpretation.choices.get(reading.choice, '')} ({reading.choice})"


def _one_line(one: Explanation) -> str:
    name = f" «{one.name}»" if one.name else ""
    what = one.title if one.subject.startswith("fund:") else f"{subject_text(one.subject) or one.title}{name}"
    parts = [f"{what}  {one.figure}"]
    if one.state and one.state != "definitivo":
        parts.append(f"[{one.state}] {one.reason}".rstrip())
    if one.formula:
        parts.append(one.formula)
    sources = "; ".join(map(_places, _by_table(one.inputs)))
    return "; ".join(parts) + (f"  ← {sources}" if sources else "")


def _by_table(rows: Iterable[InputShown]) -> list[list[InputShown]]:
    """Rows that follow each other from the same table, together."""
    return [list(own) for _, own in groupby(rows, key=lambda row: (row.source.file, row.source.sheet))]


def _places(rows: list[InputShown]) -> str:
    """Where the rows of one table lie: `misure.csv, righe 2-5, 8`."""
    first = rows[0].source
    if len(rows) == 1:
        return str(first)
    numbers = sorted({row.source.row for row in rows} - {0})
    if not numbers:
        return str(first)
    runs = [list(run) for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    told = [str(run[0][1]) if len(run) == 1 else f"{run[0][1]}-{run[-1][1]}" for run in runs]
    return f"{first._replace(row=0)}, righe {', '.join(told)}"


def _values(row: InputShown) -> str:
    return ", ".join(f"{name} «{text}»" for name, text in row.values.items())


def as_data(explanations: tuple[Explanation, ...]) -> dict[str, object]:
    """The explanations as plain data, with the version of their shape."""
    return {"version": SCHEMA_VERSION, "explanations": [_data(one) for one in explanations]}


def _data(one: Explanation) -> dict[str, object]:
    return {
        "title": one.title,
        "subject": one.subject,
        "figure": one.figure,
        "exact": one.exact,
        "if_zero": one.if_zero,
        "beside": dict(one.beside),
        "state": one.state,
        "reason": one.reason,
        "lacks": list(one.lacks),
        "formula": one.formula,
        "rules": [{"id": rule.id, "article": rule.article, "text": rule.text} for rule in one.rules],
        "readings": [
            {
                "id": reading.id,
                "article": interpretation.article,
                "unclear": interpretation.unclear,
                "choice": reading.choice,
                "adopted": reading.adopted,
                "must_adopt": reading.must_adopt,
                "act": reading.act,
            }
            for interpretation, reading in one.readings
        ],
        "parameters": [
            {
                "key": value.key,
                "label": parameter.label,
                "value": value_text(value.value),
                "unit": value.unit,
                "layer": value.layer,
                "since": value.since.isoformat() if value.since else None,
                "cites": value.cites,
            }
            for value, parameter in one.parameters
        ],
        "steps": [{"name": step.name, "value": value_text(step.value), "unit": step.unit} for step in one.steps],
        "tried": [{"rule": rule, "why": why} for rule, why in one.tried],
        "alternatives": list(one.alternatives),
        "inputs": [
            {
                "file": row.source.file,
                "sheet": row.source.sheet,
                "row": row.source.row,
                "values": dict(row.values),
                "changes": [_change(change) for change in row.changes],
            }
            for row in one.inputs
        ],
        "rests_on": [_data(earlier) for earlier in one.rests_on],
    }


def _change(change: ChangeShown) -> dict[str, str]:
    return {
        "amendment": change.amendment,
        "act": change.act,
        "date": change.day.isoformat(),
        "column": change.column,
        "old": change.old,
        "new": change.new,
    }
