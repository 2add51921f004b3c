"""Requirements of the Dipartimento della funzione pubblica for indicators, from the cycle of 2022.

The guidelines were written for the ministries and are a reference for others, so every finding is a note. Missing data
are no fault: an indicator without a dimension, a measurer, a day or a last result is not reported.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from merito import Basis, Indicator, Objective, ResultRows, Said, Step, hookimpl, rule
from merito.kit import final_measure, told
from merito.national.answering import answering
from merito.numbers import day_text, together_text

EFFECTIVE, MAINTAINING, TERM = "effective_dimensions", "maintaining_words", "report_deadline"
REPORT, OF_THE_LAW = "performance_report", "IT-10.1b"
PERSON, ANSWERER = "person", "la stessa persona"
NAMED = {"unit": "la struttura ", "position": "la posizione "}
GROWING = ("number", "percent", "ratio", "days")


@hookimpl(specname="merito_check_plan")
@rule("IT-IND.2")
def no_effect_is_measured(step: Step) -> ResultRows:
    """Objectives of which every indicator has a dimension, and none is of effectiveness or impact."""
    words = step.parameters.list(EFFECTIVE)
    for one in step.dossier.objectives:
        own = step.dossier.indicators.of(objective=one.id)
        if own and all(row.dimension for row in own) and not any(_says(words.value, row.dimension) for row in own):
            measured = ", ".join(dict.fromkeys(row.dimension.strip().replace("_", " ") for row in own))
            why = f"nessun indicatore misura l'efficacia o l'impatto: quelli dell'obiettivo misurano {measured}"
            found = told("info", step.rule, why, f"objective:{one.id}")
            yield evolve(found, basis=Basis(inputs=(one, *own), parameters=(words,)))


@hookimpl(specname="merito_check_plan")
@rule("IT-IND.3")
def who_answers_measures(step: Step) -> ResultRows:
    """Measures taken by those responsible for the indicator, or for its objective; persons are not named.

    A finding on an indicator is public.
    """
    for measure in step.dossier.measures:
        one = step.dossier.indicators.get(measure.indicator)
        if one is None or not measure.by or measure.by not in _answering(step, one):
            continue
        kind, _, who = measure.by.partition(":")
        answers = ANSWERER if kind == PERSON else f"{NAMED.get(kind, '')}{who}"
        why = f"{answers} risponde del risultato e ne rileva la misura: la rilevi un altro"
        yield told("info", step.rule, why, f"indicator:{one.id}", inputs=(one, measure))


@hookimpl(specname="merito_check_plan")
@rule("IT-IND.4")
def known_too_late(step: Step) -> ResultRows:
    """Figures that are available only after the deadline of the Relazione."""
    last = _report_term(step)
    for one in step.dossier.indicators:
        if one.available and one.available > last:
            why = (
                f"il dato è disponibile dal {day_text(one.available)}, dopo il termine della Relazione "
                f"({day_text(last)}): l'anno si chiuderebbe senza"
            )
            yield told("info", step.rule, why, f"indicator:{one.id}", inputs=(one,))


@hookimpl(specname="merito_check_plan")
@rule("IT-IND.5")
def one_figure_twice(step: Step) -> ResultRows:
    """Duplicate indicators: the same words, kind, target and last result, and no different measures."""
    alike: dict[tuple[object, ...], list[Indicator]] = defaultdict(list)
    for one in step.dossier.indicators:
        if one.target.said is Said.VALUE:
            key = (_folded(one.title), one.kind, one.better, one.target.value, one.baseline.value)
            alike[key].append(one)
    for first, *others in alike.values():
        if others and len(_measured(step, (first, *others))) < 2:
            why = f"è lo stesso indicatore di {together_text([row.id for row in others])}: un dato solo conta più volte"
            yield told("info", step.rule, why, f"indicator:{first.id}", inputs=(first, *others))


@hookimpl(specname="merito_check_plan")
@rule("IT-IND.6")
def nothing_to_reach(step: Step) -> ResultRows:
    """Targets equal to the last result, unless the plan says that a level is kept."""
    words = step.parameters.list(MAINTAINING)
    for one in step.dossier.indicators:
        known = one.target.said is Said.VALUE and one.baseline.said is Said.VALUE
        if known and one.kind in GROWING and one.target.value == one.baseline.value and not one.maintains:
            above = step.dossier.objectives.get(one.objective or "")
            if not any(_says(words.value, text) for text in _texts(one, above)):
                why = (
                    f"il risultato atteso ({one.target.text}) è quello già avuto: se si mantiene un livello il piano "
                    "lo dice (colonna mantenimento), altrimenti si chiede di più"
                )
                found = told("info", step.rule, why, f"indicator:{one.id}")
                yield evolve(found, basis=Basis(inputs=(one,), parameters=(words,)))


def _measured(step: Step, rows: Iterable[Indicator]) -> set[object]:
    """The different results of some indicators at the end of the year."""
    finals = (final_measure(step.dossier, row.id) for row in rows)
    return {one.value.value for one in finals if one is not None and one.value.said is Said.VALUE}


def _answering(step: Step, one: Indicator) -> frozenset[str]:
    """Who is responsible for an indicator, or for its objective."""
    above = step.dossier.objectives.get(one.objective or "")
    return answering(step, one.responsible or (above.responsible if above else None))


def _report_term(step: Step) -> date:
    """The deadline of the Relazione for the ente: its regulation's, otherwise that of the law."""
    terms = [one for one in step.so_far.deadlines if one.met_by == REPORT and one.subject is None and one.due]
    own = [one.due for one in terms if OF_THE_LAW not in one.rules] or [one.due for one in terms]
    return max(filter(None, own), default=step.parameters.day(TERM, step.dossier.year + 1).value)


def _texts(one: Indicator, above: Objective | None) -> Iterator[str]:
    yield from (one.title, one.action)
    if above:
        yield above.title


def _says(words: Iterable[object], text: str) -> bool:
    return any(str(word).casefold() in text.casefold() for word in words)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
