"""The merit bands in force (art. 17 c. 2): those decided by the conferenza for three years, otherwise the text's own.

If no decision covers the year, the bands of the first application apply. A decision that breaks the limits of the text
is an error of the prize.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import cast

from attrs import evolve

from merito import Act, Basis, ExtraRow, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import HUNDRED, day_text, fraction, number_text
from merito_comunita_montane.bands import TOOL, Scheme
from merito_comunita_montane.decision_checks import broken_limits, wrong_columns
from merito_comunita_montane.decisions import (
    DECISION,
    EXPIRED,
    FROM,
    IN_TIME,
    YEARS,
    by_conferenza,
    covering,
    decided,
    in_its_years,
    is_late,
    last_year,
)
from merito_comunita_montane.rankings import by_structure

TABLE = "merit_bands"
FOUR, RATIO = "I-BL-01", "I-BL-07"
LETTERS = ("BL-17.Da", "BL-17.Db", "BL-17.Dc")


def scheme_of(step: Step) -> Scheme | None:
    """The bands of the cycle's year; None if those that were decided are invalid (`merito_check_parameters`)."""
    decision = decided(step)
    if decision is None:
        return _first_application(step)
    rows = _rows(step, decision)
    return (
        None if any(one.severity == "error" for one in _wrong(step, decision, rows)) else _decided(step, decision, rows)
    )


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
        rules=("BL-17.D", *LETTERS),
        letters=LETTERS,
        cap_rule="BL-17.2k3",
        ratio_rule="BL-17.2r3",
        parameters=(people, money),
    )


def _decided(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Scheme:
    by_head = all(row["coefficient"] is not None for row in rows)
    fewest, most = step.parameters.number("fewest_bands"), step.parameters.number("most_bands")
    three, five = len(rows) == fewest.value, len(rows) == most.value
    four = not three and not five
    of_three, of_five = step.parameters.number("three_bands_ratio"), step.parameters.number("five_bands_ratio")
    return Scheme(
        names=tuple(str(row["band"]) for row in rows),
        people=_shares(rows, "people"),
        money=tuple(fraction(row["coefficient"]) for row in rows) if by_head else _shares(rows, "pool"),  # type: ignore[arg-type]
        by_head=by_head,
        capped=2 if five else 1,
        cap=step.parameters.share("five_bands_cap" if five else "three_bands_cap"),
        ratio=min(of_five, of_three, key=lambda one: one.value) if four else of_three if three else of_five,
        rules=("BL-17.2v", "BL-17.2m", *(("BL-17.2x4", FOUR) if four else ())),
        cap_rule="BL-17.2x4" if four else "BL-17.2k3" if three else "BL-17.2k5",
        ratio_rule="BL-17.2x4" if four else "BL-17.2r3" if three else "BL-17.2r5",
        cap_of_two=step.parameters.share("five_bands_cap") if four else None,
        regulated=(fewest, most),
        inputs=(decision, *rows),
    )


def _shares(rows: Sequence[ExtraRow], column: str) -> tuple[Fraction, ...]:
    return tuple(fraction(row[column]) / HUNDRED for row in rows)  # type: ignore[arg-type]


@hookimpl
@rule("BL-17.2v", "BL-17.2n", "BL-17.2n2", "BL-17.2x4", "BL-17.2r3", "BL-17.2r5", "BL-17.2m", "BL-17.D", FOUR, RATIO)
@rule("I-BL-31")
def merito_check_parameters(step: Step) -> ResultRows:
    """Checks a decision against the text: number of bands, shares, ratios; reports decisions that do not apply."""
    decision = decided(step)
    if decision is None:
        yield from (*_foreign(step), *_not_in_force(step), *_by_structure(step))
        return
    told_beside = (*_foreign(step), *_by_others(step, "non conta"), *_in_time(step, decision))
    yield from (*told_beside, *_wrong(step, decision, _rows(step, decision)))


def _by_structure(step: Step) -> Iterator[Finding]:
    """Warns of rankings by structure without a decision of the conferenza, which should decide them with the bands."""
    if by_structure(step):
        why = (
            "le graduatorie sono per struttura, e nessuna decisione della conferenza copre il "
            f"{step.dossier.year}: se le fasce riguardano tutto il personale o le strutture lo decide la conferenza"
        )
        found = told("warning", "BL-17.2n2", why, phase=Phase.REWARDS)
        yield evolve(found, basis=Basis(parameters=(step.parameters.choice("rankings"),)))


def _foreign(step: Step) -> Iterator[Finding]:
    """Rows of bands that name an act which is not a decision on the bands."""
    decisions = {act.id for act in step.dossier.acts if act.kind == DECISION}
    named = dict.fromkeys(str(row["decision"]) for row in step.dossier.tables.get(TABLE, ()))
    for other in (one for one in named if one not in decisions):
        why = f"le righe di fasce dell'atto {other} non contano: non è una decisione sulle fasce"
        yield told("warning", "BL-17.2v", why, f"act:{other}", phase=Phase.REWARDS)


def _in_time(step: Step, decision: Act) -> Iterator[Finding]:
    """The decision must be taken in time for the cycle; warns of one taken during it, or whose years are over."""
    whole = f"la decisione {decision.id} è del {day_text(decision.date)}"
    why = ""
    if is_late(step, decision):
        why = f"{whole}, a ciclo avviato: il testo la vuole in tempo utile con il ciclo; se vale per il "
        why += f"{step.dossier.year} lo dice la lettura {IN_TIME}"
    elif decision.date.year >= step.dossier.year:
        why = f"{whole}, ad anno iniziato; il testo la vuole in tempo utile con il ciclo"
    elif not in_its_years(step, decision, YEARS):
        which = FROM if last_year(step, decision) + 1 == step.dossier.year else EXPIRED
        why = f"{whole} e i suoi anni finivano nel {last_year(step, decision)}: vale ancora per la lettura {which}"
    if why:
        yield told("warning", "BL-17.2v", why, f"act:{decision.id}", phase=Phase.REWARDS, inputs=(decision,))


def _by_others(step: Step, so: str) -> Iterator[Finding]:
    """Decisions of other bodies, which give no bands; `so` is what follows (Italian)."""
    for act in step.acts_of(DECISION):
        if not by_conferenza(act):
            why = f"l'atto {act.id} risulta di «{act.body}», mentre le fasce le decide la conferenza dei dirigenti e "
            why += f"delle posizioni organizzative: {so}"
            yield told("warning", "BL-17.2v", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _not_in_force(step: Step) -> Iterator[Finding]:
    yield from _by_others(step, "valgono le fasce di prima applicazione")
    for act in filter(by_conferenza, step.acts_of(DECISION)):
        if act.date.year > step.dossier.year:
            why = (
                f"la decisione {act.id} è del {day_text(act.date)}, ad anno finito, e non copre il {step.dossier.year}"
            )
        elif is_late(step, act):
            why = f"la decisione {act.id} è del {day_text(act.date)}, a ciclo avviato, e vale dal seguente ({IN_TIME})"
        else:
            years = number_text(step.parameters.number(YEARS).value)
            first = (act.effective or act.date).year
            why = f"la decisione {act.id} del {day_text(act.date)} vale {years} anni dal {first} e non copre il "
            why += f"{step.dossier.year} (se decorre dopo la sua data, lo dice la colonna efficace dell'atto; letture "
            why += f"{FROM} e {EXPIRED})"
        why += ": valgono le fasce di prima applicazione"
        yield told("warning", "BL-17.2v", why, f"act:{act.id}", phase=Phase.REWARDS, inputs=(act,))


def _wrong(step: Step, decision: Act, rows: Sequence[ExtraRow]) -> Iterator[Finding]:
    def error(rule_id: str, why: str) -> Finding:
        said = f"decisione {decision.id}: {why}"
        return told("error", rule_id, said, phase=Phase.REWARDS, tool=TOOL, inputs=(decision, *rows))

    twins = sorted(act.id for act in covering(step) if act.date == decision.date)
    if len(twins) > 1:
        why = f"più decisioni dello stesso giorno ({', '.join(twins)}): non si sa quale valga, tenerne una sola"
        yield error("BL-17.2v", why)
        return
    fewest, most = step.parameters.number("fewest_bands").value, step.parameters.number("most_bands").value
    if not rows:
        yield error("BL-17.2v", "la tabella fasce non ha righe per questa decisione")
        return
    if not fewest <= len(rows) <= most:
        why = f"le fasce sono {len(rows)}, mentre vanno da {number_text(fewest)} a {number_text(most)}"
        yield error("BL-17.2n", why)
        return
    problems = [*wrong_columns(rows)]
    yield from (error("BL-17.2m", why) for why in problems)
    if not problems:
        yield from broken_limits(step, decision, rows, _decided(step, decision, rows))
