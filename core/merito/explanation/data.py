"""An explanation as data for programs, in the versioned shape of `docs/explain.schema.json`."""

from merito.contract.declared_parameters import Parameter
from merito.contract.rulebook import Interpretation
from merito.explanation.amendments import ChangeShown
from merito.explanation.quoted import InputShown
from merito.explanation.shape import SCHEMA_VERSION, ActShown, Condition, Explanation, Pointer
from merito.model.basis import InForce, Reading
from merito.wording.figures import value_text

Data = dict[str, object]


def as_data(explanations: tuple[Explanation, ...]) -> Data:
    """The explanations as plain data, with the version of their shape. Numbers are text: nothing is rounded."""
    return {"version": SCHEMA_VERSION, "explanations": [_data(one) for one in explanations]}


def _data(one: Explanation) -> Data:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "title": one.title,
        "figure": one.figure,
        "exact": one.exact,
        "if_zero": one.if_zero,
        "beside": dict(one.beside),
        "state": one.state,
        "reason": one.reason,
        "lacks": list(one.lacks),
        "facts": [{"name": name, "text": text} for name, text in one.facts],
        "formula": one.formula,
        "rules": [{"id": rule.id, "article": rule.article, "text": rule.text} for rule in one.rules],
        "readings": [_reading(*both) for both in one.readings],
        "parameters": [_parameter(*both) for both in one.parameters],
        "steps": [{"name": step.called, "value": value_text(step.value), "unit": step.unit} for step in one.steps],
        "conditions": [_condition(condition) for condition in one.conditions],
        "tried": [{"rule": rule, "why": why} for rule, why in one.tried],
        "alternatives": list(one.alternatives),
        "inputs": [_input(row) for row in one.inputs],
        "rests_on": [_data(earlier) for earlier in one.rests_on],
        "others": one.others,
        "supports": [_pointer(pointer) for pointer in one.supports],
    }


def _reading(interpretation: Interpretation, reading: Reading) -> Data:
    return {
        "id": reading.id,
        "article": interpretation.article,
        "unclear": interpretation.unclear,
        "choice": reading.choice,
        "says": interpretation.choices.get(reading.choice, ""),
        "adopted": reading.adopted and not reading.supposed,
        "must_adopt": reading.must_adopt,
        "act": reading.act,
    }


def _parameter(value: InForce[object], parameter: Parameter) -> Data:
    return {
        "key": value.key,
        "label": parameter.label,
        "value": value_text(value.value),
        "said": value_text(value.value, value.words),
        "unit": value.unit,
        "layer": value.layer,
        "since": value.since.isoformat() if value.since else None,
        "cites": value.cites,
    }


def _condition(one: Condition) -> Data:
    return {
        "subject": one.subject,
        "open": one.open,
        "article": one.article,
        "acts": [_act(act) for act in one.acts],
        "missing": list(one.missing),
    }


def _act(act: ActShown) -> Data:
    place = {"file": act.source.file, "sheet": act.source.sheet, "row": act.source.row}
    return {"id": act.id, "title": act.title, "date": act.day.isoformat(), "body": act.body, **place}


def _input(row: InputShown) -> Data:
    return {
        "file": row.source.file,
        "sheet": row.source.sheet,
        "row": row.source.row,
        "values": dict(row.values),
        "derived": dict(row.derived),
        "note": row.note,
        "changes": [_change(change) for change in row.changes],
    }


def _change(change: ChangeShown) -> Data:
    return {
        "amendment": change.amendment,
        "act": change.act,
        "date": change.day.isoformat(),
        "column": change.column,
        "old": change.old,
        "new": change.new,
    }


def _pointer(one: Pointer) -> Data:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "title": one.title,
        "figure": one.figure,
    }
