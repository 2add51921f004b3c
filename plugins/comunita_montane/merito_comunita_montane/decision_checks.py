"""Checks of a decision on the merit bands: its columns, its ratios, its shares of people (art. 17 c. 2)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from merito import Act, ExtraRow, Finding, Phase, Step
from merito.kit import told
from merito.numbers import HUNDRED, decimal_text, down, fraction, number_text, percent_text
from merito_comunita_montane.bands import TOOL, Scheme

THREE, FIVE = 3, 5  # number: the two numbers of bands for which the text has limits
RATIOS = {THREE: "three_bands_ratio", FIVE: "five_bands_ratio"}


def wrong_columns(rows: Sequence[ExtraRow]) -> Iterator[str]:
    """What is wrong with the columns of the bands (Italian)."""
    columns = {"people": "una quota_personale", "pool": "una quota_risorse", "coefficient": "un coefficiente"}
    given = {name: [row[name] for row in rows if row[name] is not None] for name in columns}
    if len({str(row["band"]).casefold() for row in rows}) < len(rows):
        yield "due fasce hanno lo stesso nome"
    if bool(given["pool"]) == bool(given["coefficient"]):
        yield "serve, per tutte le fasce, o la quota_risorse o il coefficiente"
        return
    for name in ("people", "pool" if given["pool"] else "coefficient"):
        numbers = [fraction(value) for value in given[name]]  # type: ignore[arg-type]
        if len(numbers) < len(rows) or any(number <= 0 for number in numbers):
            yield f"ogni fascia ha {columns[name]} maggiore di zero"
        elif name != "coefficient" and sum(numbers) != HUNDRED:
            total = number_text(sum(numbers, Fraction(0)))
            yield f"le righe di {columns[name].partition(' ')[2]} sommano a {total}, non a 100"


def broken_limits(step: Step, decision: Act, rows: Sequence[ExtraRow], scheme: Scheme) -> Iterator[Finding]:
    """Ratios between bands and shares of people that the text does not admit, or that deserve a warning."""
    about: dict[str, object] = {"phase": Phase.REWARDS, "inputs": (decision, *rows)}
    for (name, per_head), (after, next_head) in pairwise(zip(scheme.names, scheme.per_head, strict=True)):
        times = per_head / next_head
        as_decimal = decimal_text(down(times, 2))
        why = f"decisione {decision.id}: a testa la fascia «{name}» prende {as_decimal} volte la fascia «{after}»"
        if times < scheme.ratio.value:
            least = f"{why}, meno di {number_text(scheme.ratio.value)} (I-BL-07)"
            yield told("error", scheme.ratio_rule, least, tool=TOOL, **about)  # type: ignore[arg-type]
        elif scheme.between:
            by = [bands for bands, key in RATIOS.items() if times < step.parameters.number(key).value]
            for bands in by:
                yield told("warning", "BL-17.2x4", f"{why}: con {bands} fasce non basterebbe (I-BL-01)", **about)  # type: ignore[arg-type]
    yield from _heads(scheme, decision)


def _heads(scheme: Scheme, decision: Act) -> Iterator[Finding]:
    """Warns beforehand of shares above the cap; the people really placed are counted with the rankings."""
    first = sum(scheme.people[: scheme.capped], Fraction(0))
    which = "nella prima fascia" if scheme.capped == 1 else "nelle prime due fasce"
    two = scheme.cap_of_two
    beyond_two = two is not None and scheme.people[0] + scheme.people[1] > two.value
    if first > scheme.cap.value and (two is None or beyond_two):
        limit = percent_text(scheme.cap.value * HUNDRED)
        why = (
            f"decisione {decision.id}: {which} va il {percent_text(first * HUNDRED)} degli ammessi; se supera il "
            f"{limit} del personale in servizio il premio è rifiutato"
        )
        yield told("warning", scheme.cap_rule, why, phase=Phase.REWARDS, inputs=scheme.inputs)
        return
    for what, cap, bands, beyond in (
        ("nella prima fascia", scheme.cap, THREE, two is not None and first > scheme.cap.value),
        ("nelle prime due fasce", two or scheme.cap, FIVE, beyond_two),
    ):
        if beyond:
            limit = percent_text(cap.value * HUNDRED)
            why = f"decisione {decision.id}: {what} va più del {limit}: con {bands} fasce non basterebbe (I-BL-01)"
            yield told("warning", "BL-17.2x4", why, phase=Phase.REWARDS, inputs=scheme.inputs)
