"""Who may compete for a progression: people of the first two bands with the minimum scores of factors (art. 20 c. 3).

An appeal gives access to the band of its score; it does not say what the factors become.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from merito import Candidate, ExtraRow, Step
from merito.numbers import fraction, percent_text
from merito_comunita_montane.candidates import outside
from merito_comunita_montane.evaluation.factors import degrees
from merito_comunita_montane.evaluation.scores import higher_by_appeal

MINIMUMS = "progression_minimums"


def refusal(step: Step, row: Candidate, bands: Sequence[str]) -> str:
    """Why somebody may not take part (Italian), or nothing."""
    if outside(step, row.person, bands):
        return f"concorre alle progressioni chi è nelle prime due fasce di merito ({', '.join(bands)})"
    below = [told for degree, told in _short(step, row.person) if degree is not None]
    if not below or higher_by_appeal(step, row.person) is not None:
        return ""
    return f"sotto i punteggi minimi dei fattori: {'; '.join(below)}"


def _short(step: Step, person: str) -> Iterator[tuple[Fraction | None, str]]:
    """The factors of the evaluation that are below their minimum, or not rated: the degree and a text (Italian)."""
    known = degrees(step, step.dossier.people[person])
    for name, least in step.parameters.table(MINIMUMS).value.items():
        if name in known and (degree := known[name]) is None:
            yield degree, f"{name} non valutato"
        elif name in known and degree < least:  # type: ignore[operator]
            yield degree, f"{name} {percent_text(degree)}, meno di {percent_text(fraction(least))}"  # type: ignore[arg-type]


def not_known(step: Step, appeal: ExtraRow | None, person: str) -> str:
    """That an appeal raised the score without new factors, some of which were below their minimum (Italian)."""
    short = [told for _, told in _short(step, person)] if appeal is not None else []
    if appeal is None or not short:
        return ""
    return (
        f"il ricorso accolto con l'atto {appeal['act']} alza il punteggio e non dice i fattori: prima non avevano i "
        f"minimi ({'; '.join(short)}); scrivere le valutazioni dei fattori dopo il ricorso"
    )
