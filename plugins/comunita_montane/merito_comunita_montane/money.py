"""What of the annual prizes each ranking divides: the whole fund, or by the heads of its structure (art. 17 c. 2)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product

from attrs import frozen

from merito import Basis, FundLine, InForce, Intermediate, Step
from merito.numbers import product as times
from merito.numbers import split, whole_down
from merito_comunita_montane.bands import Scheme
from merito_comunita_montane.contenders import LEAVES, UNPAID, Choices, Part
from merito_comunita_montane.division import INSIDE, PART, Division
from merito_comunita_montane.people import assigned_to, in_service, part_of_year, structures
from merito_comunita_montane.rankings import ENTE, Ranking, by_structure, rankings
from merito_comunita_montane.scheme import scheme_of
from merito_comunita_montane.stake import at_stake, choices_of, divide_all

FUND, WHOLE = "annual", "fondo"
HEADS = "I-BL-15"
OF_HEADS = {HEADS: ("assigned", "ranked"), PART: ("heads", "pro_rata")}
NO_MONEY = Decimal("0.00")


@frozen(kw_only=True)
class Divided:
    """A ranking with its part of the fund, the division of it, and the readings on which each band rests.

    Without a fund it is divided all the same, for the places: `line` is None and nothing is due.
    """

    ranking: Ranking
    scheme: Scheme
    division: Division
    line: FundLine | None
    stake: Mapping[str, tuple[str, ...]]
    part: Part
    choices: Choices
    admission: Fraction

    @cached_property
    def problem(self) -> str:
        """Why nothing of the ranking may be paid, beginning with the rule (Italian), or nothing."""
        if len(self.ranking.evaluators) > 1:
            several = f"{len(self.ranking.evaluators)} valutatori (elencati in riservato/documents/valutatori.csv)"
            return f"BL-12.2bis: la graduatoria ha {several}, mentre ne vuole uno solo (I-BL-16)"
        if self.division.broken:
            why = f"{self.scheme.ratio_rule}: {self.division.broken}"
            other = "" if self.choices[INSIDE] == "places" else f", se la lettura {INSIDE} (posti) non basta"
            return f"{why}: la conferenza deve cambiare le fasce{other}"
        return ""

    @cached_property
    def doubt(self) -> str:
        """Why its places are not sure (Italian), or nothing: without an evaluation nobody's place is known."""
        return "; ".join(self.ranking.doubts(leaving=self.choices[UNPAID] == LEAVES))


def divided(step: Step) -> tuple[Divided, ...] | None:
    """Every ranking with its division; None where the bands that were decided do not hold."""
    return step.once(_divided, step.so_far.scores, step.so_far.grades, step.so_far.line(FUND, WHOLE))


def _divided(step: Step) -> tuple[Divided, ...] | None:
    scheme = scheme_of(step)
    if scheme is None:
        return None
    found, choices, most = rankings(step), choices_of(step), cap_of(step, scheme)
    by_item = {line.item: line for line in ranking_lines(step)}
    whole = step.so_far.line(FUND, WHOLE)
    lines = [by_item.get(item_of(one.id)) if by_structure(step) else whole for one in found]
    parts = [_part(step, scheme, one, line) for one, line in zip(found, lines, strict=True)]
    unsettled = {reading for reading in choices if step.readings[reading].open}
    stakes = at_stake(parts, scheme, most, choices, unsettled)
    return tuple(
        Divided(
            ranking=one,
            scheme=scheme,
            division=division,
            line=line,
            stake=stake,
            part=part,
            choices=choices,
            admission=step.parameters.share("admission").value,
        )
        for one, line, part, division, stake in zip(
            found, lines, parts, divide_all(parts, scheme, most, choices).divisions, stakes, strict=True
        )
    )


def _part(step: Step, scheme: Scheme, one: Ranking, line: FundLine | None) -> Part:
    cap = cap_of(step, scheme, one.id)
    money, evaluators = line.amount if line else NO_MONEY, one.evaluators
    evaluator = evaluators[0] if len(evaluators) == 1 else ""
    return Part(ranking=one.id, people=one.contenders, money=money, cap=cap, evaluator=evaluator)


def item_of(ranking: str) -> str:
    """The name of a ranking's line in the fund."""
    return f"graduatoria {ranking}"


def cap_of(step: Step, scheme: Scheme, ranking: str = ENTE) -> int:
    """Most people in the first bands: of the staff in service in the ente or, for a warning, a structure (I-BL-08)."""
    people = len(in_service(step)) if ranking == ENTE else step.once(_heads)[ranking]
    return whole_down(times(scheme.cap.value, people))


def _heads(step: Step) -> Counter[str]:
    """How many in service are assigned to each structure (I-BL-15)."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    return Counter(assigned_to(step.dossier, one, day) for one in in_service(step))


def ranking_lines(step: Step) -> Iterator[FundLine]:
    """The fund divided among the structures by their heads; nothing where the ranking is one for the ente."""
    whole = step.so_far.line(FUND, WHOLE)
    if whole is None or not by_structure(step):
        return
    choices = {HEADS: step.readings[HEADS].choice, PART: step.readings[PART].choice}
    found = rankings(step)
    now = _weights(step, found, choices)
    if not sum(now.values()):
        return
    parts = split(whole.amount, now)
    stake = _heads_at_stake(step, found, whole.amount, choices, parts)
    day: InForce[object] = step.parameters.day("heads_day", step.dossier.year)
    for structure, amount in parts.items():
        yield FundLine(
            fund=FUND,
            item=item_of(structure),
            of=WHOLE,
            amount=amount,
            rules=("BL-17.2n2", *stake[structure]),
            basis=Basis(
                inputs=(step.dossier.units[structure],),
                results=(whole,),
                parameters=(step.parameters.choice("rankings"), day),
                steps=(
                    Intermediate("consistenza della struttura", now[structure]),
                    Intermediate("consistenza di tutte", sum(now.values(), Fraction(0))),
                ),
                formula="somma × consistenza della struttura / consistenza di tutte",
            ),
        )


def _heads_at_stake(
    step: Step, found: Sequence[Ranking], amount: Decimal, choices: Choices, parts: Mapping[str, Decimal]
) -> Mapping[str, tuple[str, ...]]:
    """By structure, the readings of the heads whose other choice, alone or with the other's, gives another sum."""
    stake: dict[str, list[str]] = {structure: [] for structure in parts}
    chosen = (dict(zip(OF_HEADS, some, strict=True)) for some in product(*OF_HEADS.values()))
    changes = [{reading: other for reading, other in one.items() if other != choices[reading]} for one in chosen]
    unsettled = all(step.readings[reading].open for reading in OF_HEADS)
    for changed in sorted(changes, key=len):
        then = _split(amount, _weights(step, found, {**choices, **changed}))
        for structure, rests_on in stake.items():
            together = len(changed) > 1 and (rests_on or not unsettled)
            if not together and then.get(structure, NO_MONEY) != parts[structure]:
                rests_on += changed
    return {structure: tuple(readings) for structure, readings in stake.items()}


def _split(amount: Decimal, weights: Mapping[str, Fraction]) -> Mapping[str, Decimal]:
    return split(amount, weights) if sum(weights.values()) else {}


def _weights(step: Step, found: Sequence[Ranking], choices: Choices) -> dict[str, Fraction]:
    """What each structure weighs: its heads, one by one or by the part of the year; all assigned or only the ranked."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    weights = {unit.id: Fraction(0) for unit in structures(step.dossier)}
    if choices[HEADS] == "ranked":
        people = [(one.id, entry.person) for one in found for entry in one.entries]
    else:
        people = [(assigned_to(step.dossier, one, day), one) for one in in_service(step)]
    for structure, person in people:
        if structure:
            part = part_of_year(step.dossier, person) if choices[PART] == "pro_rata" else Fraction(1)
            weights[structure] += part
    return weights
