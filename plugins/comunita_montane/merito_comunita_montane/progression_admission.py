"""Who may compete for a progression: of the first two bands, with the minimum scores of the factors (art. 20 c. 3).

An appeal opens the band of the score that it gives; what it makes of the factors it does not say.
"""

from collections.abc import Mapping, Sequence

from merito import Candidate, ExtraRow, Placement, Step
from merito.numbers import fraction, percent_text
from merito_comunita_montane.appealed import higher_by_appeal
from merito_comunita_montane.appeals import bands_won
from merito_comunita_montane.candidates import outside
from merito_comunita_montane.scores import degrees

MINIMUMS = "progression_minimums"


def refusal(step: Step, row: Candidate, placed: Mapping[str, Placement], bands: Sequence[str]) -> str:
    """Why somebody may not take part (Italian), or nothing."""
    if outside(placed.get(row.person), bands) and step.once(bands_won).get(row.person) not in bands:
        return f"concorre alle progressioni chi è nelle prime due fasce di merito ({', '.join(bands)})"
    short = _short(step, row.person)
    if not short or higher_by_appeal(step, row.person) is not None:
        return ""
    return f"sotto i punteggi minimi dei fattori: {'; '.join(short)}"


def _short(step: Step, person: str) -> list[str]:
    """The factors of the evaluation that are below their minimum (Italian)."""
    known = degrees(step, step.dossier.people[person])
    return [
        f"{name} {percent_text(degree)}, meno di {percent_text(fraction(least))}"  # type: ignore[arg-type]
        for name, least in step.parameters.table(MINIMUMS).value.items()
        if (degree := known.get(name)) is not None and degree < least  # type: ignore[operator]
    ]


def not_known(step: Step, appeal: ExtraRow | None, person: str) -> str:
    """That an appeal raised the score and not, as far as is known, the factors below their minimum (Italian)."""
    short = _short(step, person) if appeal is not None else []
    if appeal is None or not short:
        return ""
    return (
        f"il ricorso accolto con l'atto {appeal['act']} alza il punteggio e non dice i fattori: prima erano sotto i "
        f"minimi ({'; '.join(short)}); scrivere le valutazioni dei fattori dopo il ricorso"
    )
