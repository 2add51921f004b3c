"""The letter to a person: why this score, this band, this sum, what did not apply, what can be asked for.

It gives the content of the explanation in plain Italian, on about one page. It contains nothing about others, not even
the scores at the borders of a band.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from merito.contract.rulebook import Rulebook
from merito.explanation.explainer import LEVEL, Explainer
from merito.explanation.shape import Explanation
from merito.explanation.text import step_text
from merito.model.basis import Intermediate
from merito.wording.coded import STATES
from merito.wording.plain_words import without_exact

NO_WORDS: Mapping[str, str] = {}
LONG = re.compile(r"\d{5,}\s*/\s*\d{3,}")
IN_BRACKETS = re.compile(r"\((\w+)\)$")
MONEY, BALANCE, SCORE, PLACE, ABSENT, TERM = "reward", "balance", "score", "placement", "not_computed", "deadline"
FINAL = STATES["final"]
HELD = tuple(STATES[one] for one in ("withheld", "refused", "blocked"))
AWAITS, NOT_HELD = "La somma sospesa, o non data, aspetta", "Da sapere"
SCORED = "Valutazione individuale"
GRADE_OF = "grado di "
MOST_STEPS, MOST_RULES, MOST_TRIED = 14, 3, 5
NO_SCORE = "Una valutazione individuale non è tra i risultati di quest'anno."
NO_MONEY = "Nessuna somma è tra i risultati di quest'anno."
NO_MONEY_YET = (
    "Nessuna somma è tra i risultati di quest'anno, e di alcuni fondi la divisione attende ancora: ciò che può "
    "spettare non si sa."
)
ROUNDED = "Le cifre qui sono arrotondate: il calcolo usa quelle esatte."
NOTHING_TO_ASK = (
    "Il regolamento, come il programma lo conosce, non dice come chiedere un riesame. Il sistema di valutazione "
    "dell'ente deve prevedere una procedura di conciliazione (D.Lgs. 150/2009, art. 7 c. 2-bis)."
)


@frozen
class Point:
    """A point of the letter: its title and its lines (Italian)."""

    title: str
    lines: tuple[str, ...]


def letter(
    explainer: Explainer,
    rulebook: Rulebook,
    person: str,
    asks: Iterable[str],
    called: Mapping[str, str],
    factors: Mapping[str, str],
) -> tuple[Point, ...]:
    """The points of the letter to a person; `asks` are the rules that say what can be asked for.

    `called` are titles for the ids of graded objects, `factors` the words for the codes of this person's factors.
    """
    told = explainer.explain(f"person:{person}")
    of = {kind: [one for one in told if one.kind == kind] for kind in (SCORE, PLACE, MONEY, BALANCE, ABSENT, TERM)}
    points = (
        Point(
            "La valutazione",
            tuple(_scores(of[SCORE], [one for one in of[ABSENT] if one.title.startswith(SCORED)], called, factors)),
        ),
        Point("Il posto e la fascia", tuple(_places(of[PLACE], person))),
        Point("Le somme", tuple(_sums(of[MONEY], of[BALANCE], _of_money(of[ABSENT]), person, explainer.money_waits))),
        Point("Che cosa si è guardato e non si è applicato", tuple(_tried(told))),
        Point("Che cosa si può chiedere, ed entro quando", (*_asks(rulebook, asks), *_terms(of[TERM]))),
    )
    return tuple(one for one in points if one.lines)


def _scores(
    scores: list[Explanation], absent: list[Explanation], called: Mapping[str, str], factors: Mapping[str, str]
) -> Iterator[str]:
    for one in scores:
        level = dict(one.facts).get(LEVEL, "")
        score, _, word = without_exact(one.figure).partition(": ")
        beside = f": la valutazione è «{word}»" if word and not level else ""
        yield f"Il punteggio è {score}{beside} ({one.state})."
        if level:
            yield f"Il livello è {_sentence(level)}"
        yield from _why(one)
        yield from _how(one, called, factors)
        yield from _legend(one, factors)
    yield from _absent(absent)
    if not scores and not absent:
        yield NO_SCORE


def _places(places: list[Explanation], person: str) -> Iterator[str]:
    for one in places:
        yield f"{one.title.replace(f' di {person}', '', 1)}: {without_exact(one.figure)} ({one.state})."
        yield from _why(one)


def _absent(absent: list[Explanation]) -> Iterator[str]:
    yield from (f"{one.title}: {one.figure}. {_sentence(one.reason)}" for one in absent)


def _of_money(absent: list[Explanation]) -> list[Explanation]:
    return [one for one in absent if not one.title.startswith(SCORED)]


def _sums(
    sums: list[Explanation], balances: list[Explanation], absent: list[Explanation], person: str, waits: bool
) -> Iterator[str]:
    """What is due and what was paid; money that nothing holds is shown as it is."""
    for one in sums:
        yield f"{one.title.partition(', a ')[0]}: {without_exact(one.figure)} ({one.state})."
        if one.reason:
            yield f"{AWAITS if one.state in HELD else NOT_HELD}: {_sentence(one.reason)}"
        if one.state != FINAL:
            yield from (f"L'ente deve ancora decidere: {known.unclear}" for known, now in one.readings if now.open)
        yield from _reckoned(one, NO_WORDS, NO_WORDS)
    if any(map(_rounded, sums)):
        yield ROUNDED
    for one in balances:
        title = one.title.replace(f" di {person}:", ",", 1)
        yield f"{title}: {without_exact(one.figure)}."
    yield from _absent(absent)
    if not sums and not absent:
        yield NO_MONEY_YET if waits else NO_MONEY


def _why(one: Explanation) -> Iterator[str]:
    if one.reason:
        yield f"Perché: {_sentence(one.reason)}"


def _how(one: Explanation, called: Mapping[str, str], factors: Mapping[str, str]) -> Iterator[str]:
    """The formula with its figures, and the rules."""
    yield from _reckoned(one, called, factors)
    yield from (f"La regola: {_sentence(rule.text)} ({rule.article})" for rule in one.rules[:MOST_RULES])


def _reckoned(one: Explanation, called: Mapping[str, str], factors: Mapping[str, str]) -> Iterator[str]:
    """The formula, and its figures."""
    if one.formula and not LONG.search(without_exact(one.formula)):
        yield f"Il calcolo: {_sentence(one.formula)}"
    if one.steps:
        steps = [_step(step, called, factors) for step in one.steps[:MOST_STEPS]]
        yield f"Le cifre: {_sentence('; '.join(steps))}"


def _rounded(one: Explanation) -> bool:
    """Whether a figure of the calculation is exact only as a fraction, which the letter leaves out."""
    return any(without_exact(text) != text for text in (one.formula, *map(step_text, one.steps)))


def _legend(one: Explanation, factors: Mapping[str, str]) -> Iterator[str]:
    """The words for the codes of factors in the formula."""
    words = set(re.findall(r"\w+", one.formula))
    told = [f"{code} = {title}" for code, title in factors.items() if code in words]
    if told:
        yield f"I fattori: {'; '.join(told)}."


def _step(step: Intermediate, called: Mapping[str, str], factors: Mapping[str, str]) -> str:
    """A step with its value; a grade by its object, the code of a section in brackets by its title."""
    text = without_exact(step_text(step))
    if text.startswith(f"{step.name}:"):
        return text
    title = called.get(step.name.removeprefix(GRADE_OF)) if step.name.startswith(GRADE_OF) else None
    if title:
        return f"{GRADE_OF}«{title}» {text}"
    return f"{IN_BRACKETS.sub(lambda code: f'({factors.get(code[1], code[1])})', step.name)} {text}"


def _tried(told: Iterable[Explanation]) -> Iterator[str]:
    """The rules that were considered and did not apply, each once."""
    found = dict.fromkeys(f"{rule}: {_sentence(why)}" for one in told for rule, why in one.tried)
    yield from list(found)[:MOST_TRIED]


def _asks(rulebook: Rulebook, asks: Iterable[str]) -> Iterator[str]:
    known = [rulebook.rules[one] for one in asks if one in rulebook.rules]
    yield from (f"{rule.text} ({rule.article})" for rule in known)
    if not known:
        yield NOTHING_TO_ASK


def _terms(terms: list[Explanation]) -> Iterator[str]:
    yield from (f"{one.title.removeprefix('Termine: ')}: {one.figure} ({one.state})." for one in terms)


def _sentence(text: str) -> str:
    return f"{without_exact(text).rstrip('.')}."
