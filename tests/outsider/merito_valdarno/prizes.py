"""Arts. 8 to 10: the funds, what of them is available, the individual prize and the prize of excellence; art. 15."""

from merito import Basis, FundLine, Phase, ResultRows, State, Step, hookimpl, rule
from merito.kit import (
    capped,
    cases,
    column_of,
    divided,
    divided_by_band,
    final_score,
    fund_line,
    mapped,
    months_away,
    saved,
    told,
    undifferentiated,
    words,
)
from merito.kit import prizes as prize_rows
from merito.numbers import cents_down, percent_text, point_text, product, quotient, split
from merito_valdarno.ranking import bands
from merito_valdarno.shared import positive, staff_scores

SHARES = {"prizes": "prize_shares", "posts": "post_shares"}  # fund: the parameter with its shares


@hookimpl
@rule("VD-8.1")
def merito_funds(step: Step) -> ResultRows:
    """Each fund in two shares, to the last cent."""
    for fund, key in SHARES.items():
        given = step.dossier.funds.get(fund)
        if given is None:
            continue
        shares = step.parameters.table(key)
        basis = Basis(inputs=(given,), parameters=(shares,))
        for item, part in split(given.euro, shares.value).items():
            yield FundLine(fund=fund, item=item, amount=part, rules=step.bears, basis=basis)


@hookimpl
@rule("VD-8.2")
def merito_available(step: Step) -> ResultRows:
    """The share that the grade of the ente leaves available; while the grade is not final, nothing is divided."""
    line, grade = step.so_far.line("prizes", "quota individuale"), step.so_far.grade("ente", step.dossier.ente.id)
    if line is None:
        return
    if grade is None or grade.value is None or grade.state is not State.FINAL:
        why = "il grado dell'Unione non è definitivo: non si sa quanto della quota è disponibile"
        yield told("warning", step.rule, why, phase=Phase.REWARDS, tool="annual")
        return
    whole, part = step.parameters.number("whole_from"), step.parameters.share("cut_to")
    left = line.amount if grade.value >= whole.value else cents_down(product(line.amount, part.value))
    basis, on = Basis(parameters=(whole, part)), (line, grade)
    yield FundLine(
        fund="prizes", item="disponibile", of=line.item, amount=left, rules=step.bears, rests_on=on, basis=basis
    )
    if left < line.amount:
        why = f"grado dell'Unione {percent_text(grade.value)}"
        yield saved(line, "non disponibile", line.amount - left, why, step.bears, on, basis=basis)


@hookimpl(specname="merito_rewards")
@rule("VD-9.1", "VD-9.2", "VD-9.3", "VD-9.4", "I-VD-2", tool="annual")
def individual_prize(step: Step) -> ResultRows:
    """By score, area, presence and front office; nothing below the minimum, nobody above the maximum."""
    line, score = fund_line(step, "disponibile"), step.once(staff_scores)
    if line is None:
        return
    axis, rows = score.axis, step.dossier.people
    area = words(axis, rows, "category", "area")
    coefficient = mapped(area, step.parameters.table("area_coefficients"), unknown="area senza coefficiente")
    served = ((12 - months_away(step, axis)) / 12).named("parte dell'anno in presenza")
    at_desk = {one: int(rows[one].extra.get("front_office") or 0) for one in axis.ids}
    desk = column_of(axis, at_desk.__getitem__, lambda one: (rows[one],), "sportello")
    more = cases((desk > 0, step.parameters.number("front_office")), otherwise=1)
    weight = (score * coefficient * served * more).named("peso nel riparto")
    earned, enough = weight.where(positive(step, score), 0), positive(step, score)
    division = divided(
        line,
        earned,
        out_of=step.choose("I-VD-2", savings=weight, others=earned),
        at_most=step.parameters.money("prize_most"),
    )
    below = "parte di chi è sotto la soglia, oltre il massimo, o centesimi"
    yield from prize_rows(
        step,
        division,
        item="premi individuali",
        band=score.level(step.parameters.table("levels")),
        nothing=lambda one: f"punteggio {point_text(score.of(one) or 0)}: sotto la soglia, o nessun mese di presenza",
        saved=below if (~enough).places else "oltre il massimo, o centesimi",
    )


@hookimpl(specname="merito_rewards")
@rule("VD-10.2", tool="excellence")
def excellence(step: Step) -> ResultRows:
    """The share of each band in equal parts, up to the maximum; the rest is saved."""
    line, score, band = fund_line(step, "quota eccellenza"), step.once(staff_scores), step.once(bands)
    if line is None:
        return
    division = divided_by_band(line, band, step.parameters.table("band_money"), whom=positive(step, score))
    given = prize_rows(
        step,
        division,
        item="premi di eccellenza",
        band=band,
        nothing="fascia senza premio, o punteggio sotto la soglia",
        saved="fasce vuote, o centesimi",
    )
    most = step.parameters.money("excellence_most")
    yield from capped(step, given, most, name="massimo a testa", saved="oltre il massimo a testa")


@hookimpl
@rule("VD-15")
def merito_check_rewards(step: Step) -> ResultRows:
    """No prize pays different evaluations alike."""
    for tool in ("annual", "excellence"):
        rows = [one for one in step.so_far.rewards if one.tool == tool]
        whole = sum(one.due for one in rows)
        known = [(final_score(step.so_far.score(one.person)), one.due) for one in rows]
        wrong = undifferentiated([(score, quotient(due, whole)) for score, due in known if score is not None and whole])
        if wrong == "different_paid_alike":
            why = "punteggi diversi hanno tutti lo stesso premio"
            yield told("error", step.rule, why, phase=Phase.REWARDS, tool=tool)
        elif wrong:
            why = "tutti i punteggi sono uguali"
            yield told("warning", step.rule, why, phase=Phase.REWARDS, tool=tool)
