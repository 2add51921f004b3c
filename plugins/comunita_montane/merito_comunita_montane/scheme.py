"""The merit bands in force (art. 17 c. 2): those that the conferenza has decided for three years, else the first ones.

A decision counts from the year of its effect, for the cycles of three years; expired or missing, the bands of the first
application stand. A decision that breaks the limits of the text is an error of the prize.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

from attrs import frozen

from merito import Act, ExtraRow, Finding, InForce, Phase, Results, Step, hookimpl, rule, told
from merito.numbers import HUNDRED, day_text, fraction, number_text, percent_text

TABLE, DECISION, TOOL = "merit_bands", "bands_decision", "annual"
FOUR, RATIO = "I-BL-01", "I-BL-07"
CONFERENZA = "conferenza"


@frozen(kw_only=True)
class Scheme:
    """The bands from the best: shares of people, and what each takes: shares of the money, or a weight per head.

    At most `cap` of the staff may stand in the first `capped` bands; a head of each band takes at least `ratio` times
    one of the next. `rule` is the one that says so.
    """

    names: tuple[str, ...]
    people: tuple[Fraction, ...]
    money: tuple[Fraction, ...]
    by_head: bool
    capped: int
    cap: InForce[Fraction]
    ratio: InForce[Fraction]
    rules: tuple[str, ...]
    cap_rule: str
    ratio_rule: str
    inputs: tuple[object, ...] = ()
    parameters: tuple[InForce[object], ...] = ()

    @property
    def limits(self) -> tuple[str, ...]:
        """The rules that bound its people and its money."""
        return self.cap_rule, self.ratio_rule

    @property
    def per_head(self) -> tuple[Fraction, ...]:
        """What a head of each band takes as decided, in any unit; a band without people takes it all."""
        if self.by_head:
            return self.money
        return tuple(share / people if people else share for share, people in zip(self.money, self.people, strict=True))


def scheme_of(step: Step) -> Scheme | None:
    """The bands of the cycle's year; None where those that were decided do not hold (`merito_check_parameters`)."""
    decision = decided(step)
    if decision is None:
        return _first_application(step)
    rows = _rows(step, decision)
    return (
        None if any(one.severity == "error" for one in _wrong(step, decision, rows)) else _decided(step, decision, rows)
    )


def decided(step: Step) -> Act | None:
    """The latest decision of the conferenza that covers the cycle's year, if there is one."""
    return max((act for act in step.acts_of(DECISION) if _covers(step, act)), key=lambda act: act.date, default=None)


def _covers(step: Step, act: Act) -> bool:
    first = (act.effective or act.date).year
    years = step.parameters.number("decision_years").value
    return _by_conferenza(act) and first <= step.dossier.year < first + years


def _by_conferenza(act: Act) -> bool:
    return CONFERENZA in (act.body or CONFERENZA).casefold()


def _rows(step: Step, decision: Act) -> list[ExtraRow]:
    rows = (row for row in step.dossier.tables.get(TABLE, ()) if row["decision"] == decision.id)
    return sorted(rows, key=lambda row: fraction(row["order"]))  # type: ignore[arg-type]


def _first_application(step: Step) -> Scheme:
    names = step.parameters.list("default_bands")
    people, money = step.parameters.list("default_people"), step.parameters.list("default_money")
    return Scheme(
        names=cast(tuple[str, ...], names.value),
        people=cast(tuple[Fraction, ...], people.value),
        money=cast(tuple[Fraction, ...], money.value),
        by_head=False,
        capped=1,
        cap=step.parameters.share("three_bands_cap"),
        ratio=step.parameters.number("three_bands_ratio"),
        rules=("BL-17.D", "BL-17.Da", "BL-17.Db", "BL-17.Dc"),
        cap_rule="BL-17.2k3",
        ratio_rule="BL-17.2r3",
        parameters=(people, money),
    )


def _decided(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Scheme:
    by_head = all(row["coefficient"] is not None for row in rows)
    three = len(rows) == 3
    four = len(rows) == 4
    return Scheme(
        names=tuple(str(row["band"]) for row in rows),
        people=_shares(rows, "people"),
        money=tuple(fraction(row["coefficient"]) for row in rows) if by_head else _shares(rows, "pool"),  # type: ignore[arg-type]
        by_head=by_head,
        capped=2 if len(rows) == 5 else 1,
        cap=step.parameters.share("three_bands_cap" if three or four else "five_bands_cap"),
        ratio=step.parameters.number("three_bands_ratio" if three else "five_bands_ratio"),
        rules=("BL-17.2v", "BL-17.2m", *(("BL-17.2x4", FOUR) if four else ())),
        cap_rule="BL-17.2x4" if four else "BL-17.2k3" if three else "BL-17.2k5",
        ratio_rule="BL-17.2x4" if four else "BL-17.2r3" if three else "BL-17.2r5",
        inputs=(decision, *rows),
    )


def _shares(rows: Sequence[ExtraRow], column: str) -> tuple[Fraction, ...]:
    return tuple(fraction(row[column]) / HUNDRED for row in rows)  # type: ignore[arg-type]


@hookimpl
@rule("BL-17.2v", "BL-17.2n", "BL-17.2x4", "BL-17.2r3", "BL-17.2r5", "BL-17.2m", "BL-17.D", FOUR, RATIO, "I-BL-31")
def merito_check_parameters(step: Step) -> Results | None:
    """A decision held against the text: number of bands, shares, ratios; an expired one is told."""
    decision = decided(step)
    if decision is None:
        return Results(findings=tuple(_not_in_force(step)))
    return Results(findings=tuple(_wrong(step, decision, _rows(step, decision))))


def _not_in_force(step: Step) -> Iterator[Finding]:
    for act in step.acts_of(DECISION):
        if not _by_conferenza(act):
            why = f"l'atto {act.id} risulta di «{act.body}», mentre le fasce le decide la conferenza"
        else:
            years = number_text(step.parameters.number("decision_years").value)
            why = f"la decisione {act.id} del {day_text(act.date)} vale {years} anni e non copre il {step.dossier.year}"
        why += ": valgono le fasce di prima applicazione"
        yield told("warning", "BL-17.2v", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _wrong(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Iterator[Finding]:
    def error(rule_id: str, why: str) -> Finding:
        said = f"decisione {decision.id}: {why}"
        return told("error", rule_id, said, phase=Phase.REWARDS, tool=TOOL, inputs=(decision, *rows))

    fewest, most = step.parameters.number("fewest_bands").value, step.parameters.number("most_bands").value
    if not rows:
        yield error("BL-17.2v", "la tabella fasce non ha righe per questa decisione")
        return
    if not fewest <= len(rows) <= most:
        why = f"le fasce sono {len(rows)}, mentre vanno da {number_text(fewest)} a {number_text(most)}"
        yield error("BL-17.2n", why)
        return
    problems = [*_parts(rows)]
    yield from (error("BL-17.2m", why) for why in problems)
    if not problems:
        yield from _limits(step, decision, rows)


def _parts(rows: Sequence[ExtraRow]) -> Iterator[str]:
    """What is wrong with the columns of the bands (Italian)."""
    columns = {"people": "quota_personale", "pool": "quota_risorse", "coefficient": "coefficiente"}
    given = {name: [row[name] for row in rows if row[name] is not None] for name in columns}
    if len({str(row["band"]).casefold() for row in rows}) < len(rows):
        yield "due fasce hanno lo stesso nome"
    if bool(given["pool"]) == bool(given["coefficient"]):
        yield "serve, per tutte le fasce, o la quota_risorse o il coefficiente"
        return
    for name in ("people", "pool" if given["pool"] else "coefficient"):
        numbers = [fraction(value) for value in given[name]]  # type: ignore[arg-type]
        if len(numbers) < len(rows) or any(number <= 0 for number in numbers):
            yield f"ogni fascia ha una {columns[name]} maggiore di zero"
        elif name != "coefficient" and sum(numbers) != HUNDRED:
            yield f"le righe di {columns[name]} sommano a {number_text(sum(numbers, Fraction(0)))}, non a 100"


def _limits(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Iterator[Finding]:
    scheme = _decided(step, decision, rows)
    about: dict[str, object] = {"phase": Phase.REWARDS, "inputs": (decision, *rows)}
    for (name, per_head), (after, next_head) in pairwise(zip(scheme.names, scheme.per_head, strict=True)):
        times = per_head / next_head
        why = (
            f"decisione {decision.id}: a testa la fascia «{name}» prende {number_text(times)} volte la fascia «{after}»"
        )
        if times < scheme.ratio.value:
            least = f"{why}, meno di {number_text(scheme.ratio.value)} ({RATIO})"
            yield told("error", scheme.ratio_rule, least, tool=TOOL, **about)  # type: ignore[arg-type]
        elif len(rows) == 4 and times < step.parameters.number("three_bands_ratio").value:
            yield told("warning", "BL-17.2x4", f"{why}: con 3 fasce non basterebbe ({FOUR})", **about)  # type: ignore[arg-type]
    yield from _heads(scheme, decision, four=len(rows) == 4)


def _heads(scheme: Scheme, decision: Act, *, four: bool) -> Iterator[Finding]:
    """Shares above the cap are told beforehand; the people really placed are counted with the rankings."""
    first = sum(scheme.people[: scheme.capped], Fraction(0))
    limit = percent_text(scheme.cap.value * HUNDRED)
    which = "nella prima fascia" if scheme.capped == 1 else "nelle prime due fasce"
    if first > scheme.cap.value:
        why = (
            f"decisione {decision.id}: {which} va il {percent_text(first * HUNDRED)} degli ammessi; se supera il "
            f"{limit} del personale in servizio il premio è rifiutato"
        )
        yield told("warning", scheme.cap_rule, why, phase=Phase.REWARDS, inputs=scheme.inputs)
    elif four and scheme.people[0] + scheme.people[1] > scheme.cap.value:
        why = f"decisione {decision.id}: nelle prime due fasce va più del {limit}: con 5 fasce non basterebbe ({FOUR})"
        yield told("warning", "BL-17.2x4", why, phase=Phase.REWARDS, inputs=scheme.inputs)
