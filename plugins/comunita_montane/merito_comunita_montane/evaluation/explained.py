"""Whether evaluations are explained to, and discussed with, those whom they are about (arts. 2 c. 3 and 13; I-BL-79).

The text wants them told as openly as possible, and leaves how to guidelines that it does not contain. So reasons and
the interview are asked of who evaluates, by the day on which prizes may be paid; no sum waits for them.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from merito import NOTHING, Act, Finding, Listed, Message, Phase, Ref, ResultRows, Step, first_of, kit, rule, say
from merito_comunita_montane.evaluation.evaluators import Chart
from merito_comunita_montane.organisation import NAMES, OIV
from merito_comunita_montane.prizes.resources import VALIDATION

RULE, OPENLY, GUIDELINES, DEATH = "BL-2.3", "I-BL-79", "by_guidelines", "death"
REASONS, INTERVIEW, LATE = "reasons", "interview", "late"
MOST_NAMED = 8  # number: of people that a sentence names


@rule(RULE, OPENLY, hook="merito_check_plan")
def explained_and_discussed(step: Step) -> ResultRows:
    """Warns of evaluations without reasons or an interview, or with one after the prizes were opened, by evaluator.

    Of an evaluation that was not communicated yet nothing is asked before the OIV's validation opens the prizes.
    """
    if step.as_of <= date(step.dossier.year, 12, 31) or step.readings[OPENLY].choice == GUIDELINES:
        return
    opened = first_of([act for act in step.acts_of(VALIDATION) if act.of_body(OIV)])
    found: dict[tuple[str, str], list[kit.Evaluated]] = defaultdict(list)
    for one in step.once(Chart).evaluated:
        told = one.row is not None and one.row.told is not None and one.row.told <= step.as_of
        if step.dossier.ratings.of(one.person.id) and (told or opened):
            for lack in _lacking(one, opened):
                found[one.evaluator, lack].append(one)
    for (evaluator, lack), those in found.items():
        yield _warned(step, evaluator, lack, those, opened)


def _lacking(one: kit.Evaluated, opened: Act | None) -> Iterator[str]:
    """What an evaluation lacks, as far as it is recorded."""
    row = one.row
    if row is None or not row.reasons.strip():
        yield REASONS
    if one.person.ended_by == DEATH:
        return
    if row is None or row.feedback is None:
        yield INTERVIEW
    elif opened and row.feedback > opened.date:
        yield LATE


def _warned(step: Step, evaluator: str, lack: str, those: list[kit.Evaluated], opened: Act | None) -> Finding:
    who = kit.called(step.dossier, evaluator, NAMES) if evaluator else say("chi li ha valutati")
    known: dict[str, Any] = {
        "who": who,
        "people": Listed((Ref("person", one.person.id) for one in those), MOST_NAMED),
        "reading": Ref("reading", OPENLY),
    }
    inputs = tuple(row for one in those for row in one.inputs)
    return kit.told("warning", RULE, _why(lack, opened, known), phase=Phase.EVALUATION, inputs=inputs)


def _why(lack: str, opened: Act | None, known: dict[str, Any]) -> Message:
    if lack == REASONS:
        return say(
            "di {people} non risulta la motivazione della valutazione: {who} la scrive prima che i premi si paghino "
            "(tabella valutazioni, colonna motivazione); nessuna somma l'aspetta ({reading})",
            **known,
        )
    if lack == INTERVIEW:
        return say(
            "di {people} non risulta il colloquio sulla valutazione: {who} lo tiene prima che i premi si paghino, e "
            "chi tiene i dati ne scrive il giorno (tabella valutazioni, colonna colloquio); nessuna somma lo aspetta "
            "({reading})",
            **known,
        )
    return say(
        "di {people} il colloquio sulla valutazione segue la validazione della Relazione ({act}, {day}), che apre i "
        "premi: va tenuto prima, da {who}; se il giorno è un altro, chi tiene i dati lo corregge (tabella valutazioni, "
        "colonna colloquio); nessuna somma ne dipende ({reading})",
        act=Ref("act", opened.id) if opened else NOTHING,
        day=opened.date if opened else NOTHING,
        **known,
    )
