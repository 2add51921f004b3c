"""The letter to a person: why this score, this band, this sum, what did not apply, what can be asked for.

It gives the content of the explanation in plain Italian, on about one page. It contains nothing about others, not even
the scores at the borders of a band.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from merito.contract.rulebook import Rulebook
from merito.explanation.explainer import LEVEL, Explainer
from merito.explanation.not_computed import NotComputed
from merito.explanation.shape import Explanation
from merito.explanation.text import step_text
from merito.model.acts import Phase
from merito.model.basis import Intermediate
from merito.model.measured import PersonScore, Placement
from merito.model.messages import Reader, Ref, say
from merito.model.money import Reward
from merito.model.paid import Balance
from merito.model.record import DeadlineAt
from merito.numbers import number_text, point_text
from merito.outputs.declared.shared import NO_VALUE
from merito.wording.coded import STATES

NO_WORDS: Mapping[str, str] = {}
MONEY, BALANCE, SCORE, PLACE, ABSENT, TERM = "reward", "balance", "score", "placement", "not_computed", "deadline"
FINAL = STATES["final"]
HELD = tuple(STATES[one] for one in ("withheld", "refused", "blocked"))
AWAITS, NOT_HELD = "La somma sospesa, o non data, aspetta", "Da sapere"
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
            tuple(_scores(of[SCORE], [one for one in of[ABSENT] if _of_score(one)], called, factors)),
        ),
        Point("Il posto e la fascia", tuple(_places(of[PLACE], explainer.read))),
        Point("Le somme", tuple(_sums(of[MONEY], of[BALANCE], _of_money(of[ABSENT]), explainer))),
        Point("Che cosa si è guardato e non si è applicato", tuple(_tried(told))),
        Point("Che cosa si può chiedere, ed entro quando", (*_asks(rulebook, asks), *_terms(of[TERM], explainer.read))),
    )
    return tuple(one for one in points if one.lines)


def _scores(
    scores: list[Explanation], absent: list[Explanation], called: Mapping[str, str], factors: Mapping[str, str]
) -> Iterator[str]:
    for one in scores:
        row, level = one.row, dict(one.facts).get(LEVEL, "")
        assert isinstance(row, PersonScore)
        score = NO_VALUE if row.score is None else point_text(row.score, exact=False)
        most = "" if row.maximum is None else f" su {number_text(row.maximum)}"
        word = ""
        if row.level and not level:
            word = f", {row.level}" if row.level.startswith("in ") else f": la valutazione è «{row.level}»"
        yield f"Il punteggio è {score}{most}{word} ({one.state})."
        if level:
            yield f"Il livello è {_sentence(level)}"
        yield from _why(one)
        yield from _how(one, called, factors)
        yield from _legend(one, factors)
    yield from _absent(absent)
    if not scores and not absent:
        yield NO_SCORE


def _places(places: list[Explanation], read: Reader) -> Iterator[str]:
    for one in places:
        row = one.row
        assert isinstance(row, Placement)
        ranking = read(say("Collocazione nella graduatoria {ranking}", ranking=Ref("unit", row.ranking)))
        yield f"{ranking}: {one.figure} ({one.state})."
        yield from _why(one)


def _absent(absent: list[Explanation]) -> Iterator[str]:
    yield from (f"{one.title}: {one.figure}. {_sentence(one.reason)}" for one in absent)


def _of_money(absent: list[Explanation]) -> list[Explanation]:
    return [one for one in absent if not _of_score(one)]


def _of_score(one: Explanation) -> bool:
    """Whether what was not computed is the evaluation."""
    return isinstance(one.row, NotComputed) and one.row.phase is Phase.EVALUATION


def _sums(
    sums: list[Explanation], balances: list[Explanation], absent: list[Explanation], explainer: Explainer
) -> Iterator[str]:
    """What is due and what was paid; money that nothing holds is shown as it is."""
    for one in sums:
        row = one.row
        assert isinstance(row, Reward)
        yield f"{explainer.titles.tool(row.tool)}: {one.figure} ({one.state})."
        if one.reason:
            yield f"{AWAITS if one.state in HELD else NOT_HELD}: {_sentence(one.reason)}"
        if one.state != FINAL:
            yield from (f"L'ente deve ancora decidere: {known.unclear}" for known, now in one.readings if now.open)
        yield from _reckoned(one, NO_WORDS, NO_WORDS)
    if any(map(_rounded, sums)):
        yield ROUNDED
    for one in balances:
        balance = one.row
        assert isinstance(balance, Balance)
        yield f"Conguaglio, {explainer.titles.tool(balance.tool)}: {one.figure}."
    yield from _absent(absent)
    if not sums and not absent:
        yield NO_MONEY_YET if explainer.money_waits else NO_MONEY


def _why(one: Explanation) -> Iterator[str]:
    if one.reason:
        yield f"Perché: {_sentence(one.reason)}"


def _how(one: Explanation, called: Mapping[str, str], factors: Mapping[str, str]) -> Iterator[str]:
    """The formula with its figures, and the rules."""
    yield from _reckoned(one, called, factors)
    yield from (f"La regola: {_sentence(rule.text)} ({rule.article})" for rule in one.rules[:MOST_RULES])


def _reckoned(one: Explanation, called: Mapping[str, str], factors: Mapping[str, str]) -> Iterator[str]:
    """The formula, and its figures."""
    if one.formula:
        yield f"Il calcolo: {_sentence(one.formula)}"
    if one.steps:
        steps = [_step(step, called, factors) for step in one.steps[:MOST_STEPS]]
        yield f"Le cifre: {_sentence('; '.join(steps))}"


def _rounded(one: Explanation) -> bool:
    """Whether a figure of the calculation is exact only as a fraction, which the letter leaves out."""
    return one.rounded or any(step_text(step) != step_text(step, exact=False) for step in one.steps)


def _legend(one: Explanation, factors: Mapping[str, str]) -> Iterator[str]:
    """The words for the codes of factors in the formula."""
    if one.formula and factors:
        yield f"I fattori: {'; '.join(f'{code} = {title}' for code, title in factors.items())}."


def _step(step: Intermediate, called: Mapping[str, str], factors: Mapping[str, str]) -> str:
    """A step with its value; a grade by its object, the code of a section in brackets by its title."""
    text = step_text(step, exact=False)
    if text.startswith(f"{step.name}:"):
        return text
    title = called.get(step.name.removeprefix(GRADE_OF)) if step.name.startswith(GRADE_OF) else None
    if title:
        return f"{GRADE_OF}«{title}» {text}"
    part = f" ({factors.get(step.part, step.part)})" if step.part else ""
    return f"{step.name}{part} {text}"


def _tried(told: Iterable[Explanation]) -> Iterator[str]:
    """The rules that were considered and did not apply, each once."""
    found = dict.fromkeys(f"{rule}: {_sentence(why)}" for one in told for rule, why in one.tried)
    yield from list(found)[:MOST_TRIED]


def _asks(rulebook: Rulebook, asks: Iterable[str]) -> Iterator[str]:
    known = [rulebook.rules[one] for one in asks if one in rulebook.rules]
    yield from (f"{rule.text} ({rule.article})" for rule in known)
    if not known:
        yield NOTHING_TO_ASK


def _terms(terms: list[Explanation], read: Reader) -> Iterator[str]:
    for one in terms:
        at = one.row
        assert isinstance(at, DeadlineAt)
        yield f"{read(at.deadline.what)}: {one.figure} ({one.state})."


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."
