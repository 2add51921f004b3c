"""An explanation as Italian text for people."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from merito.explanation.kinds import counted_kind
from merito.explanation.quoted import InputShown
from merito.explanation.shape import ActShown, Condition, Explanation, Pointer
from merito.model.basis import InForce, Intermediate, Reading
from merito.model.messages import plain
from merito.model.source import places_text
from merito.numbers import counted, day_text, money_text, percent_text, point_text
from merito.wording.figures import adopted_text, subject_text, value_text
from merito.workspace.characters import in_one_line

FEW_ROWS, MOST_ROWS = 3, 20
MOST_NAMED = 8
BY_SUBJECT = ("grade", "score", "position")
OF_A_PERSON = ("score", "placement", "reward")
NOT_WRITTEN, AS_THE_RUN_HAD = "non scritti nella riga:", "valori dell'esecuzione:"
LEFT_OUT = "di altre persone, che qui non si mostrano"


def as_text(*explanations: Explanation) -> str:
    """Each figure, its reasons, and one line for each earlier result it rests on.

    The text of a rule, a reading or a parameter is given where it is first named. A line break in a cell begins no
    line.
    """
    told: set[str] = set()
    return "\n\n".join("\n".join(map(in_one_line, _lines(one, told))) for one in explanations)


def _lines(one: Explanation, told: set[str]) -> Iterator[str]:
    yield one.title
    yield from _said(one)
    yield from (f"  Passaggio: {_step(step)}" for step in one.steps)
    yield from (f"  {name}: {text}" for name, text in one.facts)
    if one.kind != "gate":
        yield from (f"  Decide la {_condition(condition)}" for condition in one.conditions)
    yield from (f"  Con un'altra scelta: {outcome}" for outcome in one.alternatives)
    yield from _grounds(one, told)
    yield from (f"  Non si è applicata {rule}: {why}" for rule, why in one.tried)
    yield from _inputs(one)
    yield from _earlier(one)
    yield from _supports(one.supports)


def _said(one: Explanation) -> Iterator[str]:
    """The figure, its reasons, and its other figures."""
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


def _grounds(one: Explanation, told: set[str]) -> Iterator[str]:
    """Rules, readings and parameters, with their text if it was not given before."""
    for rule in one.rules:
        yield f"  Regola {rule.id} — {rule.article}"
        yield from _once(told, rule.id, rule.text)
    for interpretation, reading in one.readings:
        yield f"  Lettura {reading.id} ({_how(reading)}) — {interpretation.article}"
        if one.kind != "reading":
            yield from _once(told, reading.id, interpretation.unclear)
        yield f"    Vale: {interpretation.choices.get(reading.choice, '')}"
    for value, parameter in one.parameters:
        yield f"  Parametro {value.key} = {_parameter(value)}"
        yield from _once(told, value.key, parameter.label)


def _once(told: set[str], key: str, text: str) -> Iterator[str]:
    if key not in told:
        told.add(key)
        yield f"    {text}"


def _earlier(one: Explanation) -> Iterator[str]:
    """What it rests on, a line each; the many rows of people are counted."""
    personal = [] if one.kind in OF_A_PERSON else [row for row in one.rests_on if row.kind in OF_A_PERSON]
    own = [row for row in one.rests_on if row not in personal]
    if own:
        yield f"  Poggia su {len(own)} risultati:" if len(own) > 1 else "  Poggia su un risultato:"
        yield from (f"    {_one_line(earlier)}" for earlier in own)
    counts = Counter(row.kind for row in personal)
    for kind, number in counts.items():
        yield f"  Poggia su {counted_kind(kind, number)} (si chiedono per persona, o con --json)"
    if one.others:
        yield f"  Poggia anche su {counted(one.others, 'riga', 'righe')} {LEFT_OUT}"


def _step(step: Intermediate) -> str:
    """`k = 1,5`; for a step whose value is a sentence that begins with its name, only the sentence."""
    text = step_text(step)
    return text if text.startswith(f"{step.name}:") else f"{step.called} = {text}"


def step_text(step: Intermediate, *, exact: bool = True) -> str:
    """The value of a step: a fraction in decimals and, if `exact`, its exact value where these do not express it."""
    value = step.value
    if step.unit == "%" and isinstance(value, int | Decimal | Fraction):
        return percent_text(value, exact=exact)
    if step.unit == "EUR" and isinstance(value, int | Decimal | Fraction):
        return money_text(value, exact=exact)
    return point_text(value, exact=exact) if isinstance(value, Fraction) else value_text(value)


def _condition(one: Condition) -> str:
    told = [f"{subject_text(one.subject)} ({'verificata' if one.open else 'non verificata'}) — {one.article}"]
    acts = ", ".join(map(_act, one.acts))
    return ": ".join([*told, *filter(None, ("; ".join(one.missing) or acts,))])


def _act(act: ActShown) -> str:
    return f"atto {act.id} «{act.title}» del {day_text(act.day)}"


def _how(reading: Reading) -> str:
    if reading.supposed:
        return "supposta nella simulazione: nessuno l'ha adottata"
    if reading.adopted:
        return adopted_text(reading)
    how = "da adottare dall'ente" if reading.must_adopt else "lettura predefinita"
    return "; ".join(filter(None, (how, plain(reading.lacking))))


def _parameter(value: InForce[object]) -> str:
    since = f", in vigore dal {value_text(value.since)}" if value.since else ""
    told = f"{value_text(value.value, value.words)} {value.unit}".strip() or "nessun valore"
    return f"{told}  ({value.layer}{since}; {value.cites})"


def _inputs(one: Explanation) -> Iterator[str]:
    """The rows; many of one table only by their numbers, and so several that have results of their own below."""
    for rows in _by_table(one.inputs):
        most = FEW_ROWS if len(one.rests_on) >= len(rows) else MOST_ROWS
        if len(rows) > most and not any(row.changes for row in rows):
            yield f"  Da {places_text(row.source for row in rows)}: {counted(len(rows), 'riga', 'righe')}"
            continue
        for row in rows:
            yield f"  Da {row.source}: {_values(row)}"
            yield from (f"    {change.told}" for change in row.changes)


def _one_line(one: Explanation) -> str:
    name = f" «{one.name}»" if one.name else ""
    what = f"{subject_text(one.subject)}{name}" if one.kind in BY_SUBJECT else one.title
    parts = [f"{what}  {one.figure}"]
    if one.state and one.state != "definitivo":
        parts.append(f"[{one.state}] {one.reason}".rstrip())
    if one.formula:
        parts.append(one.formula)
    sources = "; ".join(places_text(row.source for row in rows) for rows in _by_table(one.inputs))
    return "; ".join(parts) + (f"  ← {sources}" if sources else "")


def _supports(pointers: tuple[Pointer, ...]) -> Iterator[str]:
    """What rests on it, by kind: each subject once, the first ones named."""
    by_kind: dict[str, list[Pointer]] = {}
    for one in pointers:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, own in by_kind.items():
        each = list(dict.fromkeys(map(_pointed, own)))
        named = ", ".join(each[:MOST_NAMED])
        more = ", ..." if len(each) > MOST_NAMED else ""
        verb = "dipende" if len(own) == 1 else "dipendono"
        yield f"  Ne {verb} {counted_kind(kind, len(own))}" + (f" ({named}{more})" if named else "")


def _pointed(one: Pointer) -> str:
    """Its subject; a fund line by its title, since the name of a fund is no word of the regulation."""
    return one.title if one.kind == "fund_line" else subject_text(one.subject)


def _by_table(rows: Iterable[InputShown]) -> list[list[InputShown]]:
    """Consecutive rows of the same table, together."""
    return [list(own) for _, own in groupby(rows, key=lambda row: (row.source.file, row.source.sheet))]


def _values(row: InputShown) -> str:
    """The cells as written, then the values in no cell; a line break in a cell is shown as a space."""
    cells, derived = (
        ", ".join(f"{name} «{' '.join(text.splitlines())}»" for name, text in told.items())
        for told in (row.values, row.derived)
    )
    apart = f"{f'{row.note}; {AS_THE_RUN_HAD}' if row.note else NOT_WRITTEN} {derived}" if derived else row.note
    return "; ".join(filter(None, (cells, apart)))
