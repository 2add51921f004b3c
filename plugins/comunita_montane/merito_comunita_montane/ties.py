"""Criteria that separate equal scores: set before the year ends, by the body that decides the bands (art. 17 c. 2)."""

from collections.abc import Iterable, Iterator
from datetime import date

from merito import Act, ExtraRow, Step
from merito.numbers import day_text
from merito_comunita_montane.decisions import DECISION, by_conferenza
from merito_comunita_montane.organisation import GIUNTA, of_body

CRITERIA, BREAKS = "tie_criteria", "tie_breaks"


def tie_breaks(step: Step) -> Iterable[ExtraRow]:
    """The values that separate equal scores, if a competent body set the criteria in time (I-BL-05)."""
    fixed = any(not _why_not(step, act) for act in step.acts_of(CRITERIA))
    return step.dossier.tables.get(BREAKS, ()) if fixed else ()


def uncounted(step: Step) -> Iterator[str]:
    """Why each act on the criteria does not count (Italian)."""
    yield from (why for act in step.acts_of(CRITERIA) if (why := _why_not(step, act)))


def _why_not(step: Step, act: Act) -> str:
    if not _competent(step, act):
        return f"l'atto {act.id} è di «{act.body}», e con le fasce li decide la conferenza"
    if act.date > date(step.dossier.year, 12, 31):
        return f"l'atto {act.id} è del {day_text(act.date)}, ad anno finito"
    return ""


def _competent(step: Step, act: Act) -> bool:
    """The conferenza; the Giunta until the conferenza has decided on the bands, as for the reading on ties itself."""
    if by_conferenza(act):
        return True
    decided = any(one.date <= act.date and by_conferenza(one) for one in step.acts_of(DECISION))
    return of_body(act, GIUNTA) and not decided
