"""The weighing of the posts: sixteen sub-factors in eight weighted blocks (art. 4 c. 3-4)."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    Finding,
    Intermediate,
    Message,
    Points,
    Position,
    PositionScore,
    Ref,
    ResultRows,
    Step,
    kit,
    plain,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, fraction, product, quotient
from merito_brescia import telling

SPLIT, SCALE, WEIGHING = "factor_split", "factor_scale", "weighing"
SPLIT_READING, MAXIMA_READING, ZERO_READING, SCALE_READING = "I-BS-02", "I-BS-01", "I-BS-03", "I-BS-49"


@frozen(kw_only=True)
class Weighed:
    """The score of a post, 0-100 and exact, or the findings why there is none; and its basis."""

    position: Position
    score: Fraction | None
    problems: tuple[Finding, ...]
    basis: Basis


@rule("BS-PO-4.4w", "BS-PO-4.4s", "BS-PO-3.2", "I-BS-02", hook="merito_check_parameters")
def refused(step: Step) -> tuple[Finding, ...]:
    """Wrong limits leave all posts without pay; weights that do not sum to their element or block, without scores."""
    least, most = (step.parameters.money(key).value for key in ("position_minimum", "position_maximum"))
    found = [*_blocks(step), *_splits(step)]
    if least > most:
        why = say("il minimo della retribuzione di posizione supera il massimo")
        found.append(_refused("BS-PO-3.2", why, "position_minimum"))
    return tuple(found)


@rule("BS-PO-4.4", "BS-PO-4.4z", "I-BS-03", "I-BS-49", hook="merito_check_plan")
def whole_weighing(step: Step) -> ResultRows:
    """Every post is weighed on every sub-factor of the text, within the scale, and not 0 in total."""
    told = [problem for posts in weighed_by_day(step).values() for post in posts for problem in post.problems]
    yield from {problem.message: problem for problem in told}.values()
    for day in list(weighed_by_day(step))[1:]:
        if why := without_act(step, day):
            yield telling.position("error", "BS-PO-4.3", why)


def _blocks(step: Step) -> Iterator[Finding]:
    weights, elements = _numbers(step, "block_weights"), _numbers(step, "element_weights")
    for element, own in step.parameters.table("blocks").value.items():
        total, due = sum((weights[name] for name in own), Fraction(0)), elements[element]  # type: ignore[attr-defined]
        if total != due:
            why = say(
                "i blocchi dell'elemento {element} sommano a {total}, non a {due}",
                element=element,
                total=total,
                due=due,
            )
            yield _refused("BS-PO-4.4w", why, "block_weights")
    if sum(elements.values(), Fraction(0)) != HUNDRED:
        why = say("gli elementi della pesatura non sommano a {whole}", whole=HUNDRED)
        yield _refused("BS-PO-4.4w", why, "element_weights")


def _splits(step: Step) -> Iterator[Finding]:
    split, weights = step.parameters.table(SPLIT).value, _numbers(step, "block_weights")
    strange = sorted(set(split) - {name for own in _factors(step).values() for name in own})
    if strange:
        yield _refused("BS-PO-4.4s", say("non sono sottofattori: {strange}", strange=tuple(strange)), SPLIT)
    for block, own in _factors(step).items():
        given = [split[name] for name in own if name in split]
        right = [one for one in given if isinstance(one, int | Fraction) and one >= 0]
        if given and (len(right) < len(own) or sum(right, Fraction(0)) != weights[block]):
            why = say(
                "i pesi dei sottofattori del blocco «{block}» ({factors}) sono numeri non negativi, uno per ciascuno, "
                "che sommano a {total}",
                block=block,
                factors=tuple(own),
                total=weights[block],
            )
            yield _refused("BS-PO-4.4s", why, SPLIT)


def _refused(rule_id: str, why: Message, key: str) -> Finding:
    told = say("parametro {parameter} rifiutato: {why}", parameter=Ref("parameter", key), why=why)
    return telling.position("error", rule_id, told)


def _factors(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The sub-factors of every block, in the order of the text."""
    return step.parameters.table("factors").value  # type: ignore[return-value]


def weighed(step: Step) -> list[Weighed]:
    """The score of every posizione organizzativa on 1 January; errors in one do not affect the scores of the others."""
    return next(iter(weighed_by_day(step).values()))


def weighed_by_day(step: Step) -> Mapping[date, list[Weighed]]:
    """The scores of every post by the day from which they count: 1 January, and every day of another weighing."""
    return step.once(_every_day)


def without_act(step: Step, day: date) -> Message:
    """That another weighing from a day is not by an act of weighing in force, or nothing."""
    acts = {act.id for act in step.acts_of(WEIGHING) if act.of_body(*step.act_kinds[act.kind].by)}
    wrong = [row for row in step.dossier.position_scores if row.start == day and row.act not in acts]
    if not wrong:
        return NOTHING
    return say(
        "la nuova pesatura dal {day} ({positions}) non ha il suo verbale del Segretario Generale (tabella "
        "punteggi_posizioni, colonna atto; atto verbale_pesatura): ogni retribuzione ne dipende",
        day=day,
        positions=tuple(Ref("position", name) for name in dict.fromkeys(row.position for row in wrong)),
    )


def _every_day(step: Step) -> Mapping[date, list[Weighed]]:
    first = date(step.dossier.year, 1, 1)
    days = sorted({first, *(row.start for row in step.dossier.position_scores if row.start)})
    return {day: _every_post(step, day) for day in days}


def _every_post(step: Step, day: date) -> list[Weighed]:
    wrong = any(_blocks(step)) or any(_splits(step))
    points = _shares(step, {} if wrong else step.parameters.table(SPLIT).value)
    scale = step.parameters.number(SCALE)
    basis = Basis(
        parameters=(step.parameters.table("block_weights"), step.parameters.table(SPLIT), scale),
        formula=say(
            "somma dei blocchi; in ciascuno peso del sottofattore × punti / {scale}", scale=fraction(scale.value)
        ),
    )
    posts = kit.staff_positions(step.dossier)
    return [_weighed(step, position, points, scale.value, basis, wrong, day) for position in posts]


def _weighed(
    step: Step,
    position: Position,
    points: Mapping[str, Fraction],
    scale: Fraction,
    basis: Basis,
    wrong: bool,
    day: date,
) -> Weighed:
    begun = (row for row in step.dossier.position_scores.of(position=position.id) if (row.start or day) <= day)
    rows = {row.factor: row for row in sorted(begun, key=lambda row: row.start or date.min)}
    problems = tuple(_problems(position, rows, points, scale))
    parts = {name: product(points[name], quotient(row.points, scale)) for name, row in rows.items() if name in points}
    blocks = {
        block: sum((parts[name] for name in own if name in parts), Fraction(0)) for block, own in _factors(step).items()
    }
    score = None if problems or wrong else sum(blocks.values(), Fraction(0))
    if score == 0:
        why = say(
            "la posizione {position} ha punteggio totale 0: non è pesata ({reading})",
            position=Ref("position", position.id),
            reading=Ref("reading", ZERO_READING),
        )
        problems, score = (_problem("BS-PO-4.4z", why, position, *rows.values()),), None
    told = tuple(Intermediate(f"blocco {name}", value) for name, value in blocks.items())
    steps = (*step.once(_told_weights), *told) if score else ()
    basis = evolve(basis, inputs=(position, *rows.values()), steps=steps)
    return Weighed(position=position, score=score, problems=problems, basis=basis)


def _told_weights(step: Step) -> tuple[Intermediate, ...]:
    """How a block is made, and the weight of every sub-factor in it."""
    scale = step.parameters.number(SCALE).value
    points = _shares(step, step.parameters.table(SPLIT).value)
    told = {
        block: several(*(say("{factor} {points}", factor=name, points=Points(points[name])) for name in own))
        for block, own in _factors(step).items()
    }
    formula = say("somma, sottofattore per sottofattore, di peso × punti / {scale}", scale=scale)
    return (
        Intermediate("blocco", plain(formula)),
        *(Intermediate(f"pesi nel blocco {block}", plain(weights)) for block, weights in told.items()),
    )


def _problems(
    position: Position, rows: Mapping[str, PositionScore], points: Mapping[str, Fraction], scale: Fraction
) -> Iterator[Finding]:
    named = Ref("position", position.id)
    blank, strange = [name for name in points if name not in rows], [name for name in rows if name not in points]
    if blank:
        why = say(
            "{position} non è pesata su tutti i {n} sottofattori: manca {blank}",
            position=named,
            n=len(points),
            blank=tuple(blank),
        )
        yield _problem("BS-PO-4.4", why, position, *rows.values())
    if strange:
        why = say("«{strange}» non è un sottofattore; sono: {factors}", strange=tuple(strange), factors=tuple(points))
        yield _problem("BS-PO-4.4", why, position, *rows.values())
    for row in rows.values():
        if row.points > scale:
            why = say(
                "{factor} ha {points} punti, oltre il massimo di {scale} ({reading})",
                factor=row.factor,
                points=Points(fraction(row.points)),
                scale=scale,
                reading=Ref("reading", SCALE_READING),
            )
            yield _problem("BS-PO-4.4", why, position, row)


def _problem(rule_id: str, why: Message, position: Position, *rows: PositionScore) -> Finding:
    return telling.position("error", rule_id, why, f"position:{position.id}", position, *rows)


def _shares(step: Step, split: Mapping[str, object]) -> dict[str, Fraction]:
    """The weight of every sub-factor, in points of 100: as set by the ente, otherwise an equal part of its block."""
    weights = _numbers(step, "block_weights")
    return {
        name: fraction(split[name]) if name in split else quotient(weights[block], len(own))  # type: ignore[arg-type]
        for block, own in _factors(step).items()
        for name in own
    }


def _numbers(step: Step, key: str) -> dict[str, Fraction]:
    return {name: fraction(value) for name, value in step.parameters.table(key).value.items()}  # type: ignore[arg-type]
