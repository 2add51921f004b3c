"""Arts. 11 and 12: the pay of the posts by their points, their pay by days, and the result pay."""

from decimal import Decimal
from fractions import Fraction

from merito import (
    Basis,
    FundLine,
    Intermediate,
    Phase,
    Position,
    PositionValue,
    ResultRows,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.kit import (
    Entitled,
    Holding,
    drawn,
    free_days,
    fund_line,
    held,
    merit_of,
    of_tool,
    paid_by_days,
    part_held,
    reward,
    saved,
    shares,
    staff_positions,
    told,
    two_holders,
    why_saved,
)
from merito.numbers import (
    InfeasibleSplitError,
    bounded_split,
    cents_down,
    days_of_year,
    euro_text,
    fraction,
    natural_key,
    number_text,
    product,
    quotient,
)
from merito_valdarno.shared import REVOKED


def points_of(step: Step, post: Position) -> Fraction | None:
    """The points of a post; None while one of its factors has none, or has more than its maximum."""
    most = step.parameters.table("post_factors").value
    found = {row.factor: row.points for row in step.dossier.position_scores.of(position=post.id)}
    if set(found) != set(most) or any(found[name] > limit for name, limit in most.items()):
        return None
    return sum((fraction(points) for points in found.values()), fraction(0)) or None


@hookimpl
@rule("VD-11.2", "VD-11.1")
def merito_position_values(step: Step) -> ResultRows:
    """The whole share among the posts, each within its bounds; while one has no points, nobody's pay is known."""
    line, posts = step.so_far.line("posts", "quota posizioni"), staff_positions(step.dossier)
    points = {post.id: points_of(step, post) for post in sorted(posts, key=lambda post: natural_key(post.id))}
    known = {post: own for post, own in points.items() if own is not None}
    if line is None or not posts:
        return
    lacking = [post for post in points if post not in known]
    for post in lacking:
        why = "mancano i punti di un fattore, o non sono validi"
        yield PositionValue(position=post, state=State.NOT_MEASURED, reason=why, rules=step.bears)
    if lacking:
        why = "non tutte le posizioni hanno i punti: la quota posizioni non si divide"
        yield told("warning", step.rule, why, phase=Phase.RESOURCES, tool="position_pay")
        return
    least, most = step.parameters.money("post_least"), step.parameters.money("post_most")
    count = step.parameters.number("instalments")
    try:
        parts = bounded_split(line.amount, known, least.value, most.value)
    except InfeasibleSplitError as wrong:
        bounds = f"mancano {euro_text(wrong.missing)}, avanzano {euro_text(wrong.excess)}"
        why = f"la quota posizioni non sta nei limiti: {bounds}"
        yield told("error", step.rule, why, phase=Phase.RESOURCES, tool="position_pay")
        return
    whole = sum(known.values())
    for post, own in known.items():
        amount, rows = parts.amounts[post], step.dossier.position_scores.of(position=post)
        within = f"tra {euro_text(least.value)} e {euro_text(most.value)}"
        basis = Basis(
            inputs=rows,
            parameters=(least, most, count),
            steps=(Intermediate(name="euro a punto", value=parts.k),),
            formula=f"{number_text(own)} punti su {number_text(whole)}, {within}",
        )
        monthly = cents_down(quotient(amount, count.value))
        value = PositionValue(
            position=post,
            score=own,
            amount=amount,
            proportional=cents_down(quotient(product(line.amount, own), whole)),
            bound=parts.bounds[post],
            monthly=monthly,
            thirteenth=amount - 12 * monthly,
            rules=step.bears,
            rests_on=(line,),
            basis=basis,
        )
        yield value
        yield FundLine(
            fund="posts", item=f"posizione {post}", of=line.item, amount=amount, rules=step.bears, rests_on=(value,)
        )


@hookimpl
@rule("VD-11.3")
def merito_check_positions(step: Step) -> ResultRows:
    """The highest pay is at most a multiple of the lowest."""
    ratio, pays = step.parameters.number("post_ratio"), [one.amount for one in step.so_far.positions if one.amount]
    if pays and max(pays) > product(min(pays), ratio.value):
        why = f"la retribuzione più alta, {euro_text(max(pays))}, supera {number_text(ratio.value)} volte"
        yield told("warning", step.rule, f"{why} la più bassa, {euro_text(min(pays))}", phase=Phase.RESOURCES)


@hookimpl(specname="merito_rewards")
@rule("VD-12.1", tool="position_pay")
def position_pay(step: Step) -> ResultRows:
    """The pay of each post by the days of its holders."""
    for post in staff_positions(step.dossier):
        value, line = step.so_far.position(post.id), fund_line(step, f"posizione {post.id}")
        holders = held(step, post, REVOKED)
        if value is not None and line is not None and not two_holders(holders):
            yield from paid_by_days(step, value, line, holders, by_days="I-VD-4")


def participants(step: Step, least: Fraction) -> tuple[list[Entitled], Fraction] | None:
    """Who takes part in the result pay, and the weight of vacant days; None while the pay of a post is unknown."""
    found: list[Entitled] = []
    vacant, days = Fraction(0), days_of_year(step.dossier.year)
    for post in staff_positions(step.dossier):
        value, holders = step.so_far.position(post.id), held(step, post, REVOKED)
        if value is None or value.amount is None or two_holders(holders):
            return None
        vacant += product(value.amount, quotient(free_days(step, holders), days))
        found += [entitled(step, one, value.amount, least) for one in holders if part_held(step, one)]
    return found, vacant


def entitled(step: Step, one: Holding, amount: Decimal, least: Fraction) -> Entitled:
    """A holder with the weight of the post by days, and what the evaluation gives."""
    score = step.so_far.score(one.person)
    merit = merit_of(score, at_least=least, negative="punteggio sotto il minimo: nessun risultato")
    return Entitled(person=one.person, weight=product(amount, part_held(step, one)), held=one, score=score, merit=merit)


@hookimpl(specname="merito_rewards")
@rule("VD-12.2", "VD-9.2", tool="result_pay")
def result_pay(step: Step) -> ResultRows:
    """Everybody's part of the share, and what the score gives of it; vacant days and missing merit are saved."""
    line, least = fund_line(step, "quota risultato"), step.parameters.number("positive_from")
    if line is None:
        return
    known = participants(step, least.value)
    if known is None or not known[0]:
        yield of_tool(step, "warning", "la retribuzione di posizione non è nota: il risultato non si divide")
        return
    people, vacant = known
    values = tuple(row for row in step.so_far.positions if row.amount is not None)
    given, item, on = shares(line, people, vacant=vacant), "risultato", (line, *values)
    for one in given:
        basis = Basis(parameters=(least,), formula=f"{number_text(one.one.merit.part)} di {one.told}")
        yield reward(step, line, one, item=item, rules=step.bears, rests_on=on, basis=basis, most=one.most)
    due, most = sum(one.due for one in given), sum(one.most for one in given)
    yield drawn(line, item, due, step.bears, on)
    if due < line.amount:
        why = why_saved({"giorni vacanti": line.amount - most, "non attribuito per merito": most - due})
        rest = (*on, *(row for one in given if (row := one.one.score) is not None))
        yield saved(line, "risultato non attribuito", line.amount - due, why, step.bears, rest)
