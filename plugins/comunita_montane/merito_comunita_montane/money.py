"""The part of the annual prizes that each ranking divides: the whole fund, or by heads of structures (art. 17 c. 2)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import Basis, FundLine, InForce, Person, Step
from merito.kit import part_of_year
from merito.numbers import day_text, euro_text, fraction, number_text, product, quotient, split, whole_down
from merito_comunita_montane.bands import Scheme
from merito_comunita_montane.contenders import UNPAID, RankedPart, Standings, rescored, standings
from merito_comunita_montane.division import FIRST_BANDS, INSIDE, PART, TIES, RankingDivision, divide
from merito_comunita_montane.evaluation.scores import APPEAL, not_known
from merito_comunita_montane.organisation import assigned_to, in_service, structures
from merito_comunita_montane.rankings import ENTE, Ranking, by_structure, rankings
from merito_comunita_montane.scheme import scheme_of

FUND, WHOLE = "annual", "fondo"
HEADS, CAP = "I-BL-15", "I-BL-08"
NO_MONEY = Decimal("0.00")


@frozen(kw_only=True)
class DividedRanking:
    """A ranking with its part of the fund and the division of it.

    It is divided even without a fund, for the places: then `line` is None and nothing is due. `problem` says why
    nothing of it may be paid, beginning with the rule, and `doubt` why its places are uncertain (Italian).
    """

    ranking: Ranking
    scheme: Scheme
    division: RankingDivision
    line: FundLine | None
    part: RankedPart
    admission: Fraction
    problem: str
    doubt: str


def divided(step: Step) -> tuple[DividedRanking, ...] | None:
    """Every ranking with its division; None if the bands that were decided are invalid."""
    return step.once(_divided)


def _divided(step: Step) -> tuple[DividedRanking, ...] | None:
    scheme = scheme_of(step)
    if scheme is None:
        return None
    lines, parts, divisions = _lines(step), step.once(_parts), step.once(_divisions)
    admission = step.parameters.share("admission").value
    found: list[DividedRanking] = []
    for one in rankings(step):
        part, division = parts[one.id], divisions[one.id]
        found.append(
            DividedRanking(
                ranking=one,
                scheme=scheme,
                division=division,
                line=lines.get(one.id),
                part=part,
                admission=admission,
                problem=_problem(step, scheme, one, division),
                doubt="; ".join(why for why in (_unsure(step, one), _undated(step, scheme, part, division)) if why),
            )
        )
    return tuple(found)


def _lines(step: Step) -> Mapping[str, FundLine]:
    """The line of the fund that each ranking divides."""
    if by_structure(step):
        by_item = {line.item: line for line in ranking_lines(step)}
        return {one.id: by_item[item_of(one.id)] for one in rankings(step) if item_of(one.id) in by_item}
    whole = step.so_far.line(FUND, WHOLE)
    return {one.id: whole for one in rankings(step) if whole is not None}


def _parts(step: Step) -> Mapping[str, RankedPart]:
    """What each ranking divides, and among whom."""
    scheme, lines = scheme_of(step), _lines(step)
    return {one.id: _part(step, scheme, one, lines.get(one.id)) for one in rankings(step)} if scheme else {}


def _divisions(step: Step) -> Mapping[str, RankingDivision]:
    """The division of each ranking: made again only if what it divides or a choice on it differs."""
    scheme = scheme_of(step)
    return {name: divide(part, scheme, step.choose) for name, part in step.once(_parts).items()} if scheme else {}


def _unsure(step: Step, one: Ranking) -> str:
    staying, leaving = ("; ".join(one.doubts(leaving=leaving)) for leaving in (False, True))
    return step.choose(UNPAID, stays_unpaid=staying, leaves_ranking=leaving)


def _undated(step: Step, scheme: Scheme, part: RankedPart, division: RankingDivision) -> str:
    """That it is unknown whether an appeal that changes a prize came before the payment (Italian)."""
    won = not_known(step)
    if not won:
        return ""
    people = rescored(part.people, won, step.parameters.share("admission").value)
    again = divide(evolve(part, standings=standings(people, step.choose)), scheme, step.choose)
    if [(band.people, band.due) for band in again.bands] == [(band.people, band.due) for band in division.bands]:
        return ""
    return (
        "è stato accolto un ricorso e non risulta se prima o dopo il pagamento dei premi: scrivere i pagamenti "
        f"(tabella pagamenti) o se era dopo (colonna dopo_pagamento di ricorsi; {APPEAL})"
    )


def _problem(step: Step, scheme: Scheme, one: Ranking, division: RankingDivision) -> str:
    if len(one.evaluators) > 1:
        several = f"{len(one.evaluators)} valutatori (elencati in riservato/documents/valutatori.csv)"
        return f"BL-12.2bis: la graduatoria ha {several}, mentre ne vuole uno solo (I-BL-16)"
    if not division.broken:
        return ""
    known = step.choose(INSIDE, people=[f"{INSIDE} (posti)"], places=[]) + [FIRST_BANDS] * bool(scheme.letters)
    other = f", se {'la lettura' if len(known) == 1 else 'le letture'} {' e '.join(known)}" if known else ""
    other += (" non basta" if len(known) == 1 else " non bastano") if known else ""
    ways = f"la conferenza deve {'decidere' if scheme.letters else 'cambiare'} le fasce{other}"
    if any(entry.tied for entry in division.ranking):
        ways = f"i pari si distinguono con criteri fissati prima (criteri_parita, spareggi; {TIES}), o {ways}"
    return f"{scheme.ratio_rule}: {division.broken}: {ways}"


def _part(step: Step, scheme: Scheme, one: Ranking, line: FundLine | None) -> RankedPart:
    cap = cap_of(step, scheme, one.id)
    money, evaluators = line.amount if line else NO_MONEY, one.evaluators
    evaluator = evaluators[0] if len(evaluators) == 1 else ""
    return RankedPart(
        ranking=one.id,
        standings=step.once(_standings)[one.id],
        money=money,
        exact=step.once(_exact_parts).get(one.id, fraction(money)),
        cap=cap,
        evaluator=evaluator,
    )


def _exact_parts(step: Step) -> Mapping[str, Fraction]:
    """The part of the fund of each structure before whole cents; nothing if there is one ranking for the ente."""
    whole, weights = step.so_far.line(FUND, WHOLE), _weights(step, rankings(step)) if by_structure(step) else {}
    total = sum(weights.values(), Fraction(0))
    if whole is None or not total:
        return {}
    return {structure: product(whole.amount, quotient(weight, total)) for structure, weight in weights.items()}


def _standings(step: Step) -> Mapping[str, Standings]:
    """The people of each ranking in order, whatever money it divides."""
    return {one.id: standings(one.contenders, step.choose) for one in rankings(step)}


def item_of(ranking: str) -> str:
    """The name of a ranking's line in the fund."""
    return f"graduatoria {ranking}"


def cap_of(step: Step, scheme: Scheme, ranking: str = ENTE) -> int:
    """The most people in the first bands: of the ente or, for a warning, of a structure (I-BL-08)."""
    if ranking != ENTE:
        return whole_down(product(scheme.cap.value, step.once(_assigned_heads)[ranking]))
    everyone, ranked = caps_of(step, scheme)
    return step.choose(CAP, everyone_in_service=everyone, ranked=ranked)


def cap_of_two(step: Step, scheme: Scheme) -> int:
    """The most people in the first two of a number of bands without a rule of its own (I-BL-01)."""
    return cap_of(step, evolve(scheme, cap=scheme.cap_of_two or scheme.cap))


def caps_of(step: Step, scheme: Scheme) -> tuple[int, int]:
    """The most people in the first bands of the ente, by all in service and by those who are ranked (I-BL-08)."""
    everyone, ranked = len(in_service(step)), sum(len(one.entries) for one in rankings(step))
    return whole_down(product(scheme.cap.value, everyone)), whole_down(product(scheme.cap.value, ranked))


def _assigned_heads(step: Step) -> Counter[str]:
    """How many in service are assigned to each structure (I-BL-15)."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    return Counter(assigned_to(step.dossier, one, day) for one in in_service(step))


def ranking_lines(step: Step) -> Iterator[FundLine]:
    """The fund divided among the structures by their heads; nothing if there is one ranking for the ente."""
    whole = step.so_far.line(FUND, WHOLE)
    if whole is None or not by_structure(step):
        return
    weights = _weights(step, rankings(step))
    if not sum(weights.values()):
        return
    parts, total = split(whole.amount, weights), number_text(sum(weights.values(), Fraction(0)))
    day: InForce[object] = step.parameters.day("heads_day", step.dossier.year)
    for structure, amount in parts.items():
        yield FundLine(
            fund=FUND,
            item=item_of(structure),
            of=WHOLE,
            amount=amount,
            rules=("BL-17.2n2", HEADS, PART),
            rests_on=(whole,),
            basis=Basis(
                inputs=(step.dossier.units[structure],),
                parameters=(step.parameters.choice("rankings"), day),
                formula=(
                    f"{euro_text(whole.amount)} × {number_text(weights[structure])} (la consistenza della struttura) / "
                    f"{total} (quella di tutte)"
                ),
            ),
        )


def headless(step: Step) -> Mapping[str, str]:
    """The structures that receive nothing of the fund, since nobody is assigned to them on the day, with the reason."""
    if not by_structure(step):
        return {}
    day = day_text(step.parameters.day("heads_day", step.dossier.year).value)
    why = f"il {day} nessuno è assegnato alla struttura, e la sua parte del fondo è zero ({HEADS}, heads_day)"
    return {structure: why for structure, weight in _weights(step, rankings(step)).items() if not weight}


def _weights(step: Step, found: Sequence[Ranking]) -> Mapping[str, Fraction]:
    """The weight of each structure: its heads, one each or by part of the year; all assigned or only the ranked."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    assigned = tuple((assigned_to(step.dossier, one, day), one) for one in in_service(step))
    ranked = tuple((one.id, entry.person) for one in found for entry in one.entries)
    units = [unit.id for unit in structures(step.dossier)]
    return step.choose(HEADS, assigned=_heads(step, units, assigned), ranked=_heads(step, units, ranked))


def _heads(step: Step, units: Sequence[str], people: Sequence[tuple[str, Person]]) -> Mapping[str, Fraction]:
    weights = dict.fromkeys(units, Fraction(0))
    for structure, person in people:
        if structure:
            weights[structure] += step.choose(PART, heads=Fraction(1), pro_rata=part_of_year(step.dossier, person.id))
    return weights
