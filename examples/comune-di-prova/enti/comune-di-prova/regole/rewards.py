"""Who has a prize, its increase, or result pay, and how much: the articles on money."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from merito import Basis, Percent, ResultRows, Step, rule, say
from merito.kit import (
    Entitled,
    Series,
    awarded,
    cases,
    divided,
    drawn,
    fund_line,
    merit_of,
    only,
    posts_of,
    prizes,
    ranked,
    reward,
    saved,
    scored,
    scored_ways,
    shares,
)
from merito.numbers import HUNDRED, cents_down, fraction, product, quotient, whole_down

STAFF, LINE, DUE, LEFT = "staff", "fondo", "dovuto", "resto"
UNDER = "meno di 60 punti"


@rule("CP-4", hook="merito_rewards", tool="premio_individuale")
def prizes_of_the_staff(step: Step) -> ResultRows:
    line, least = fund_line(step), step.parameters.number("soglia")
    if line is not None:
        ways = [divided(line, score.where(score >= least, 0)) for score in _of_the_staff(step)]
        yield from prizes(step, *ways, nothing=UNDER, saved="non diviso")


@rule("CP-5", hook="merito_rewards", tool="maggiorazione")
def increase_of_the_best(step: Step) -> ResultRows:
    line, whole, ways = fund_line(step), step.so_far.line("premi", LINE), _of_the_staff(step)
    if line is None or whole is None:
        return
    rated = len(ways[0].axis)
    most = whole_down(product(rated, step.parameters.share("increase_quota").value))
    share = step.parameters.share("maggiorazione_quota")
    amount = cents_down(product(quotient(fraction(whole.amount), rated or 1), share.value))
    best = [ranked(score, ties="last") <= most for score in ways]
    given = [awarded(line, cases((one, fraction(amount)), otherwise=0)) for one in best]
    yield from prizes(step, *given, nothing="oltre la quota", saved="nessun altro nella quota")


@rule("CP-6", hook="merito_rewards", tool="risultato")
def result_pay(step: Step) -> ResultRows:
    line = fund_line(step)
    people = list(_holders(step))
    if line is None or not people:
        return
    given = shares(line, people)
    paid = sum((one.due for one in given), Decimal(0))
    pays = drawn(line, DUE, paid, step.bears, (line,))
    yield pays
    for one in given:
        told = say(
            "{most} (la parte secondo la retribuzione di posizione) × {merit}, al centesimo più vicino",
            most=one.told,
            merit=Percent(one.one.merit.part * HUNDRED),
        )
        basis = Basis(inputs=one.one.held.rows if one.one.held else (), formula=told)
        yield reward(step, line, one, item=DUE, rules=step.bears, rests_on=(pays,), basis=basis, most=one.most)
    if line.amount > paid:
        yield saved(line, LEFT, line.amount - paid, say("il punteggio è meno di 100"), step.bears, (line,))


def _of_the_staff(step: Step) -> list[Series]:
    """The scores of those who are of the staff, and hold no post, in each way in which they may turn out."""
    staff = [one for one in scored(step).axis.ids if step.dossier.people[one].role == STAFF]
    return [only(score, staff) for score in scored_ways(step)]


def _holders(step: Step) -> Iterator[Entitled]:
    """Whoever holds a post with its pay, weighed by it."""
    least = step.parameters.number("soglia").value
    for person in step.dossier.people:
        for held in posts_of(step, person.id):
            score = step.so_far.score(person.id)
            merit = merit_of(score, at_least=least, negative=UNDER)
            weight = Fraction(held.position.amount or 0) * held.days
            yield Entitled(person=person.id, weight=weight, held=held, score=score, merit=merit)
