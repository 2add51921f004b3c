"""Economic progressions (art. 20): permanent rises for at most a quarter of the staff, by a plan of three years."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import (
    Band,
    Basis,
    Candidate,
    Finding,
    FundLine,
    Intermediate,
    Person,
    Phase,
    Placement,
    ResultRows,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.kit import of_tool, told
from merito.numbers import HUNDRED, day_text, euro_text, number_text, percent_text, product, whole_down
from merito_comunita_montane.bands.appeals import bands_won
from merito_comunita_montane.bands.decisions import by_conferenza, in_its_years, scheme_of
from merito_comunita_montane.candidates import in_use, named_once, one_by_one, placements
from merito_comunita_montane.evaluation.factors import OF_HEADS
from merito_comunita_montane.evaluation.scores import APPEAL, higher_by_appeal
from merito_comunita_montane.organisation import employees, in_service
from merito_comunita_montane.progression_admission import MINIMUMS, not_known, refusal

TOOL, FUND, WHOLE, LINE, PLAN = "progression", "progression", "fondo", "progressioni", "progression_plan"
CAP, STAFF, STRUCTURE = "progression_cap", "I-BL-22", "I-BL-13"
FIRST = 2
ZERO = Decimal("0.00")


@hookimpl
@rule("BL-20.3")
def merito_check_parameters(step: Step) -> ResultRows:
    """Minimum scores are for factors of the text, from 0 to 100 percent of each one's maximum."""
    given = step.parameters.table(MINIMUMS).value if step.parameters.has(MINIMUMS) else {}
    strange = [name for name in given if name not in OF_HEADS]
    bad = [name for name, least in given.items() if not isinstance(least, Fraction) or not 0 <= least <= HUNDRED]
    if not strange and not bad and (given or not step.parameters.has(MINIMUMS)):
        return
    why = f"parametro «{MINIMUMS}» rifiutato: per ogni fattore ({', '.join(OF_HEADS)}) un minimo da 0 a 100"
    yield told("error", "BL-20.3", why, phase=Phase.REWARDS, tool=TOOL)


@hookimpl
@rule("BL-20.2p")
def merito_check_plan(step: Step) -> ResultRows:
    """A plan is for three years from that of its effect; one that does not cover the cycle does not count."""
    yield from (*_expired(step), *one_by_one(step, TOOL, "BL-20.3"))


def _expired(step: Step) -> Iterator[Finding]:
    plans = tuple(act for act in step.acts_of(PLAN) if by_conferenza(act))
    if not plans or not in_use(step, TOOL) or any(in_its_years(step, act, "progression_plan_years") for act in plans):
        return
    years = number_text(step.parameters.number("progression_plan_years").value)
    last = plans[-1]
    first = (last.effective or last.date).year
    why = (
        f"il piano {last.id} del {day_text(last.date)} vale {years} anni dal {first} e non copre il {step.dossier.year}"
    )
    why += " (se decorre dopo la sua data, lo dice la colonna efficace dell'atto)"
    yield told("error", "BL-20.2p", why, phase=Phase.REWARDS, tool=TOOL, inputs=plans)


@hookimpl
@rule("BL-20.2", "BL-20.3", "BL-16.2", STAFF, APPEAL, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """What each progression costs; people outside the first two bands, or below a minimum, are refused."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    minimums = step.parameters.table(MINIMUMS)
    scheme, people = scheme_of(step), named_once(step, TOOL)
    unpriced = [row for row in people if not isinstance(row.extra.get("amount"), Decimal)]
    if scheme is None or not step.so_far.bands:
        return (of_tool(step, "warning", "non diviso: le fasce di merito non ci sono ancora", "BL-20.3"),)
    if not people:
        return (of_tool(step, "warning", "non diviso: nessuno è indicato tra i candidati alle progressioni"),)
    if unpriced:
        return (of_tool(step, "warning", f"non diviso: manca l'importo di {len(unpriced)} progressioni"),)
    bands, placed = scheme.names[:FIRST], placements(step)
    refused = {row.person: why for row in people if (why := refusal(step, row, bands))}
    findings = [
        told("error", "BL-20.3", why, f"person:{person}", phase=Phase.REWARDS, tool=TOOL)
        for person, why in refused.items()
    ]
    dues = _dues(people, refused, line.amount)
    total = sum(dues.values(), ZERO)
    if total > line.amount:
        why = f"le progressioni costano {euro_text(total)}: {euro_text(total - line.amount)} oltre il fondo"
        return (of_tool(step, "error", f"{why} di {euro_text(line.amount)} (BL-16.2)"), *findings)
    nothing = {person: why for person, why in refused.items() if not dues[person]}
    rewards = tuple(
        _reward(step, row, placed.get(row.person), dues[row.person], nothing.get(row.person, "")) for row in people
    )
    own = FundLine(
        fund=FUND,
        item=LINE,
        of=WHOLE,
        amount=line.amount,
        savings=line.amount - total,
        reason="risorse che le progressioni non prendono" if total < line.amount else "",
        rules=("BL-20.2", STAFF),
        rests_on=(line,),
        basis=Basis(parameters=(minimums,)),
    )
    findings += _count(step, [row for row in people if row.person not in refused])
    return (*rewards, own, *findings)


def _cost(row: Candidate) -> Decimal:
    amount = row.extra.get("amount")
    return amount if isinstance(amount, Decimal) else ZERO


def _dues(people: Sequence[Candidate], refused: Collection[str], most: Decimal) -> Mapping[str, Decimal]:
    """What each progression costs; if all together exceed the fund, that of a refused person counts as nothing."""
    costs = {row.person: _cost(row) for row in people}
    if sum(costs.values(), ZERO) <= most:
        return costs
    return {person: ZERO if person in refused else cost for person, cost in costs.items()}


def most(step: Step) -> int:
    """How many may have a progression in the year: by all staff in service, or by all except managers (I-BL-22)."""
    return whole_down(product(step.parameters.share(CAP).value, len(base(step))))


def base(step: Step) -> tuple[Person, ...]:
    """The people of whom a quarter may have a progression."""
    return step.choose(STAFF, staff_in_service=in_service(step), without_managers=employees(step))


def _count(step: Step, winners: Sequence[Candidate]) -> Iterator[Finding]:
    if len(winners) > most(step):
        share = percent_text(step.parameters.share(CAP).value * HUNDRED)
        why = (
            f"progressioni: {len(winners)}, {len(winners) - most(step)} di troppo: il {share} di "
            f"{len(base(step))} persone in servizio è {most(step)}, per difetto ({STAFF})"
        )
        yield told("error", "BL-20.2", why, phase=Phase.REWARDS, tool=TOOL)
        return
    without = whole_down(product(step.parameters.share(CAP).value, len(employees(step))))
    if len(winners) > without:
        why = f"progressioni: {len(winners)}; senza i dirigenti nella base sarebbero al massimo {without} ({STAFF})"
        yield told("info", "BL-20.2", why, phase=Phase.REWARDS, tool=TOOL)


def _standing(step: Step, placement: Placement | None) -> tuple[Band | Placement, ...]:
    """What the place rests on: the band alone, if the structure's results leave the place unchanged (I-BL-13)."""
    if placement is None:
        return ()
    band = step.so_far.band(placement.ranking, placement.band)
    stays = step.readings[STRUCTURE].choice == "stays_unpaid"
    return (band,) if band is not None and stays else (placement,)


def _reward(step: Step, row: Candidate, placement: Placement | None, due: Decimal, nothing: str) -> Reward:
    score, appeal = step.so_far.score(row.person), higher_by_appeal(step, row.person)
    waits = not_known(step, appeal, row.person)
    found = placement.band if placement and placement.state is not State.NOT_MEASURED else ""
    return Reward(
        person=row.person,
        tool=TOOL,
        fund=FUND,
        item=LINE,
        due=due,
        band=step.once(bands_won).get(row.person, found),
        state=State.REFUSED if nothing else State.PROVISIONAL if waits else State.FINAL,
        reason=nothing or waits,
        rules=("BL-20.2", "BL-20.3", STAFF),
        rests_on=(*_standing(step, placement), *((score,) if score else ())),
        basis=Basis(
            inputs=(row, *((appeal,) if appeal else ())),
            parameters=(step.parameters.table(MINIMUMS), step.parameters.share(CAP)),
            steps=(
                Intermediate("persone in servizio", len(base(step))),
                Intermediate("progressioni al massimo", most(step)),
            ),
            formula="aumento irreversibile, nella misura scritta tra i candidati",
        ),
    )
