"""The words beside what an evaluator fills in: names, titles, the points of the year before, the ente's criteria."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from merito.collection.forms import Asked
from merito.collection.workbooks import Called
from merito.contract.inputs import Inputs
from merito.model.dossier import Dossier
from merito.model.forms import FormText
from merito.model.people import Rating
from merito.workspace.heads import folded
from merito.workspace.people_names import Named

PERSON = "person:"
ANYBODY = ""


def called(dossier: Dossier, inputs: Inputs, names: Mapping[str, Named], before: Dossier | None) -> Called:
    """The words for the sheets of a year; `before` are the data of the year before, if there are any."""
    texts = _by_subject(dossier.texts, inputs)
    factors = inputs.printed.factors

    def criteria(asked: Asked) -> str:
        """What the ente has written on the factor, for everybody and for this person."""
        codes = {folded(code) for code in (asked.item.factor, asked.item.section) if code}
        titles = factors.get(asked.person.role, {})
        codes |= {folded(titles[code]) for code in codes & titles.keys()}
        own = (*texts.get(ANYBODY, ()), *texts.get(asked.person.id, ()))
        return _lines(text for text in own if text.part and folded(text.part) in codes)

    return Called(
        names=names,
        units={unit.id: unit.name for unit in dossier.units},
        factors=factors,
        earlier=_earlier(before),
        criteria=criteria,
        expected={
            person: _lines(text for text in own if not text.part) for person, own in texts.items() if person != ANYBODY
        },
    )


def _by_subject(texts: Iterable[FormText], inputs: Inputs) -> Mapping[str, tuple[FormText, ...]]:
    """The texts that a sheet shows, by person, those of the ente under ANYBODY."""
    shown = {name for name, one in inputs.printed.texts.items() if one.on_sheet}
    found: dict[str, tuple[FormText, ...]] = defaultdict(tuple)
    for text in texts:
        if text.field in shown:
            found[(text.subject or ANYBODY).removeprefix(PERSON)] += (text,)
    return found


def _lines(texts: Iterable[FormText]) -> str:
    return "\n".join(text.text for text in texts)


def _earlier(before: Dossier | None) -> Mapping[tuple[str, str, str], tuple[Rating, ...]]:
    found: dict[tuple[str, str, str], tuple[Rating, ...]] = defaultdict(tuple)
    for row in before.ratings if before is not None else ():
        found[row.person, row.factor, row.section] += (row,)
    return found
