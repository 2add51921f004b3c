"""Which decision of the conferenza gives the bands of the cycle's year, if any does (art. 17 c. 2).

A decision counts from the year of its effect, for the cycles of three years. The text leaves open whether one taken
after the cycle had begun counts for it (I-BL-53), whether the three years then run from the year after (I-BL-52), and
which bands apply when the three years are over (I-BL-54).
"""

from collections.abc import Iterable
from datetime import date

from merito import Act, Step
from merito_comunita_montane.organisation import OIV, POLITICAL, SECRETARY_OFFICE, of_body

DECISION, PLAN, CONFERENZA = "bands_decision", "performance_plan", "conferenza"
MEMBERS = ("dirigent", "posizion", "titolar", "responsabil")
OF_THE_COUNCIL = ("capigruppo", "capi gruppo", "capi-gruppo", "capogruppo", "gruppi consiliari")
OTHERS = (*OF_THE_COUNCIL, "sindaci", "conferenza di servizi", "conferenza dei servizi")
FROM, IN_TIME, EXPIRED = "I-BL-52", "I-BL-53", "I-BL-54"
OPEN = (FROM, IN_TIME, EXPIRED)
YEARS = "decision_years"


def decided(step: Step) -> Act | None:
    """The latest decision of the conferenza that covers the cycle's year, if there is one."""
    return step.once(_decided)


def _decided(step: Step) -> Act | None:
    sure = covering(step)
    found = _latest(sure)
    if any(is_late(step, act) for act in sure):
        in_time = _latest(act for act in sure if not is_late(step, act))
        found = step.choose(IN_TIME, stands=found, next_cycle=in_time)
    if found is None and (longer := _latest(_of_a_fourth_year(step))):
        found = step.choose(FROM, year_of_effect=None, year_after=longer)
    if found is None and (before := _latest(act for act in _taken(step) if last_year(step, act) < step.dossier.year)):
        found = step.choose(EXPIRED, first_application=None, last_bands=before)
    return found


def covering(step: Step) -> list[Act]:
    """The decisions whose three years, from that of their effect, include the cycle's."""
    return [act for act in _taken(step) if in_its_years(step, act, YEARS)]


def _taken(step: Step) -> list[Act]:
    return [act for act in step.acts_of(DECISION) if by_conferenza(act) and act.date.year <= step.dossier.year]


def _latest(acts: Iterable[Act]) -> Act | None:
    return max(acts, key=lambda act: act.date, default=None)


def _of_a_fourth_year(step: Step) -> list[Act]:
    """Decisions with effect after their first year had begun, which cover the cycle if that year does not count."""
    begun = (act for act in _taken(step) if _effect(act) > date(_effect(act).year, 1, 1))
    return [act for act in begun if last_year(step, act) + 1 == step.dossier.year]


def _effect(act: Act) -> date:
    return act.effective or act.date


def last_year(step: Step, act: Act) -> int:
    """The last of the years of a decision, counting that of its effect."""
    return int(_effect(act).year + step.parameters.number(YEARS).value - 1)


def is_late(step: Step, act: Act) -> bool:
    """Whether a decision was taken in the cycle's year after the Piano or, without one on file, after its deadline."""
    year = step.dossier.year
    begun = min((plan.date for plan in step.acts_of(PLAN)), default=step.parameters.day("plan_deadline", year).value)
    return act.date.year == year and act.date > begun


def in_its_years(step: Step, act: Act, years: str) -> bool:
    """Whether an act for a number of years (a parameter) covers the cycle's, counting from the year of its effect."""
    first = _effect(act).year
    return first <= step.dossier.year < first + step.parameters.number(years).value


def by_conferenza(act: Act) -> bool:
    """Whether an act comes from the conferenza of those who lead the units; always if it names no body.

    A municipality has other conferenze, as that of the capigruppo, which decide no bands. Those who lead the units have
    many names (P.O., apicali, capi area), so that a conferenza is theirs unless it is known to be another. What the
    Giunta decides after hearing the conferenza is of the Giunta.
    """
    body = " ".join(act.body.casefold().split()) or CONFERENZA
    another = any(word in body for word in OTHERS) and not any(word in body for word in MEMBERS)
    return CONFERENZA in body and not another and not _of_others(act)


def _of_others(act: Act) -> bool:
    return bool(act.body.strip()) and of_body(act, *POLITICAL, OIV, SECRETARY_OFFICE)
