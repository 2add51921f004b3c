"""Titolo IV, transparency (arts. 5 c. 3, 6, 7 c. 2, 28): the section of the site, and what it tells of the rewards.

The whole Plan and Relazione are published, and an extract of each (I-BL-25), once they are adopted. Of the rewards: how
much, to how many, and how differentiated. Nobody is named: every row declares what it reveals about people, and the
core publishes nothing about too few of them (I-IT-07).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from attrs import frozen

from merito import (
    Basis,
    FundLine,
    Message,
    Percent,
    PersonScore,
    Phase,
    ResultRows,
    Reward,
    State,
    Step,
    TableRow,
    Tells,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import product, quotient
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF, role_of
from merito_comunita_montane.planning.plan import REPORT, plan_of

BOTH, SLIP, SHOWN = "I-BL-25", "I-BL-33", "I-BL-36"
PLAN, AFTER_REPORT = "plan", "report"
ITEMS = {  # the letter in art. 28 c. 1, the name (Italian), the rule, the act that makes it due
    "programme": ("a", "Programma per la trasparenza e sua attuazione", "BL-28.1", ""),
    "plan": ("b", "Piano della performance", "BL-5.3", PLAN),
    "plan_extract": ("b", "Estratto del Piano", "BL-7.2", PLAN),
    "report": ("b", "Relazione sulla performance", "BL-28.1", AFTER_REPORT),
    "report_extract": ("b", "Estratto della Relazione", "BL-7.2", AFTER_REPORT),
    "rewards": ("c", "Premi stanziati e distribuiti", "BL-28.1", AFTER_REPORT),
    "differentiation": ("d", "Grado di differenziazione", "BL-28.1", AFTER_REPORT),
    "oiv": ("e", "Nominativi e curricula dell'OIV", "BL-28.1", ""),
    "heads": ("f", "Curricula di dirigenti e posizioni organizzative", "BL-28.1", ""),
    "pay": ("g", "Retribuzioni dei dirigenti", "BL-28.1", ""),
    "appointments": ("h", "Incarichi conferiti", "BL-28.1", ""),
    "standards": ("", "Standard di qualità e carte dei servizi (art. 6)", "BL-6.1", ""),
}
RULES = {"BL-5.3": ("BL-5.3", BOTH), "BL-7.2": ("BL-7.2", BOTH), "BL-28.1": ("BL-28.1", SLIP), "BL-6.1": ("BL-6.1",)}
NOTHING = Decimal("0.00")
HEADS, PEOPLE = "dirigenti e posizioni organizzative", "dipendenti"
GROUPS = {MANAGER: HEADS, POSITION: HEADS, STAFF: PEOPLE}
NAMES = {
    "annual": "premi annuali per fasce di merito",
    "collective": "premi annuali collettivi",
    "bonus": "bonus delle eccellenze",
    "innovation": "premio per l'innovazione",
    "efficiency": "premio per l'efficienza",
    "progression": "progressioni economiche",
    "result": "retribuzione di risultato",
    "savings": "quota dei risparmi",
}
SUMS = Tells(of="premi", amount="stanziati", released="liquidabili", withheld="sospesi", savings="economie")
TOTAL = Tells(
    of="premi", amount="stanziati", released="liquidabili", withheld="sospesi", savings="economie", total=True
)
REWARDED = Tells(of="fascia", among=("gruppo", "premi"), people="persone", released="liquidabili", qualities=True)
SCORED = Tells(of="punteggio", among=("gruppo",), people="persone", qualities=True)


@frozen(kw_only=True)
class Shown:
    """An item of the section on a day, with the row of its publication and the act after which it is due."""

    letter: str
    what: str
    rule: str
    due: bool
    published: bool
    on: date | None
    removed: date | None
    address: str
    act: str
    inputs: tuple[object, ...]

    @property
    def name(self) -> Message:
        if self.letter:
            return say("{what} (lett. {letter})", what=self.what, letter=self.letter)
        return say("{what}", what=self.what)


def _shown(step: Step) -> Iterator[Shown]:
    """The day of publication is from the row, otherwise from the act itself; an extract has its own."""
    rows = {row.item: row for row in step.dossier.publications}
    acts = {PLAN: plan_of(step), AFTER_REPORT: next(iter(step.acts_of(REPORT)), None)}
    for name, (letter, what, rule_id, after) in ITEMS.items():
        row, act = rows.get(name), acts.get(after)
        on, removed = (row.published, row.removed) if row else (None, None)
        if on is None and act is not None and name in (PLAN, AFTER_REPORT):
            on = act.published
        yield Shown(
            letter=letter,
            what=what,
            rule=rule_id,
            due=not after or act is not None,
            published=on is not None and on <= step.as_of,
            on=on,
            removed=removed if removed is not None and removed <= step.as_of else None,
            address=row.address if row else "",
            act=(row.act if row else "") or (act.id if act else ""),
            inputs=tuple(one for one in (row, act) if one is not None),
        )


@rule("BL-5.3", "BL-6.1", "BL-7.2", "BL-28.1", "BL-28.2", BOTH, SLIP, hook="merito_check_plan")
def items_of_the_section(step: Step) -> ResultRows:
    """Items that are due and not published, by rule; items that were removed, or that have no address."""
    every, found = tuple(_shown(step)), list[tuple[str, Message]]()
    for rule_id in RULES:
        missing = [one.name for one in every if one.rule == rule_id and one.due and not one.published]
        if missing:
            why = say(
                "non risulta pubblicato: {items}: chi cura il sito lo pubblica, e ne scrive il giorno (tabella "
                "pubblicazioni)",
                many="non risultano pubblicati: {items}: chi cura il sito li pubblica, e ne scrive il giorno (tabella "
                "pubblicazioni)",
                number="count",
                count=len(missing),
                items=several(*missing),
            )
            found.append((rule_id, why))
    taken = [say("{item}, il {day}", item=one.name, day=one.removed) for one in every if one.removed]
    if taken:
        why = say("la pubblicazione è permanente, ma sono stati tolti: {items}", items=several(*taken))
        found.append(("BL-28.2", why))
    nowhere = [one.name for one in every if one.published and not one.address]
    if nowhere:
        why = say(
            "pubblicazioni senza l'indirizzo a cui si raggiungono: {items}: chi cura il sito lo scrive (tabella "
            "pubblicazioni)",
            items=several(*nowhere),
        )
        found.append(("BL-28.2", why))
    yield from (kit.told("warning", rule_id, why, phase=Phase.REPORTING) for rule_id, why in found)


@rule("BL-28.1", "BL-28.2", hook="merito_transparency")
def section_of_the_site(step: Step) -> ResultRows:
    """The section, item by item: what has been on the site since when, where, and what is missing."""
    for one in _shown(step):
        there = "pubblicato" if one.published else "manca" if one.due else "non ancora dovuto"
        columns = (
            ("lettera", one.letter),
            ("contenuto", one.what),
            ("stato", "tolto" if one.removed else there),
            ("pubblicato il", one.on or ""),
            ("indirizzo", one.address),
            ("atto", one.act),
        )
        rules, basis = RULES[one.rule], Basis(inputs=one.inputs)
        yield TableRow(table="pubblicazioni", columns=columns, rules=rules, basis=basis)


@rule("BL-28.1c", "BL-28.1d", SHOWN, hook="merito_transparency")
def rewards_and_differentiation(step: Step) -> ResultRows:
    """Sums set aside, payable, suspended and saved by fund; people and sums by tool and band; scores by group."""
    groups = {one.id: GROUPS.get(role_of(step.dossier, one), "") for one in step.dossier.people}
    by_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in step.so_far.fund_lines:
        by_fund[line.fund].append(line)
    for fund, own in by_fund.items():
        yield _sum(NAMES.get(fund, fund), own, SUMS)
    if by_fund:
        yield _sum("totale", step.so_far.fund_lines, TOTAL)
    yield from (*_bands(step, groups), *_scores(step, groups))


def _sum(what: str, lines: Sequence[FundLine], tells: Tells) -> TableRow:
    columns = (
        ("premi", what),
        ("stanziati", sum((line.amount for line in lines), NOTHING)),
        ("liquidabili", sum((line.released for line in lines), NOTHING)),
        ("sospesi", sum((line.withheld for line in lines), NOTHING)),
        ("economie", sum((line.savings for line in lines), NOTHING)),
    )
    return TableRow(table="premi", columns=columns, rules=("BL-28.1c",), tells=tells, rests_on=tuple(lines))


def _bands(step: Step, groups: dict[str, str]) -> ResultRows:
    """People and what may be paid to them, by tool and, if there are any, by merit band from the best."""
    order = {band.band: place for place, band in enumerate(step.so_far.bands)}
    parts: dict[tuple[str, str, str], list[Reward]] = defaultdict(list)
    reached = {(row.person, row.tool): row.band for row in step.so_far.rewards}  # an appeal follows its prize
    paid_out = {(groups[row.person], row.tool) for row in step.so_far.rewards if row.released}
    for row in step.so_far.rewards:
        if groups[row.person] and (groups[row.person], row.tool) in paid_out:
            parts[groups[row.person], row.tool, reached[row.person, row.tool]].append(row)
    for part in sorted(parts, key=lambda part: (part[0], part[1], order.get(part[2], 0))):
        group, tool, band = part
        columns = (
            ("gruppo", group),
            ("premi", NAMES.get(tool, tool)),
            ("fascia", band),
            ("persone", len({row.person for row in parts[part] if row.released})),
            ("liquidabili", sum((row.released for row in parts[part]), NOTHING)),
        )
        rules, rests_on = ("BL-28.1d", SHOWN), tuple(parts[part])
        yield TableRow(table="differenziazione_premi", columns=columns, rules=rules, tells=REWARDED, rests_on=rests_on)


def _scores(step: Step, groups: dict[str, str]) -> ResultRows:
    """How many people of a group have a score in each class, in percent of the maximum, from the best."""
    borders = step.parameters.list("published_score_classes")
    limits = [Percent(border) for border in borders.value]  # type: ignore[arg-type]
    between = (say("dal {least} al {most}", least=least, most=most) for least, most in pairwise(limits))
    names = (say("sotto il {most}", most=limits[0]), *between, say("dal {least}", least=limits[-1]))
    for group in dict.fromkeys(GROUPS.values()):
        classes: list[list[PersonScore]] = [[] for _ in names]
        for row in step.so_far.scores:
            if groups[row.person] == group and row.state is State.FINAL and row.score is not None and row.maximum:
                degree = quotient(product(row.score, 100), row.maximum)
                classes[sum(degree >= border for border in borders.value)].append(row)  # type: ignore[operator]
        for name, own in zip(reversed(names), reversed(classes), strict=True) if any(classes) else ():
            columns = (("gruppo", group), ("punteggio", name), ("persone", len(own)))
            rules, basis = ("BL-28.1d", SHOWN), Basis(parameters=(borders,))
            yield TableRow(
                table="differenziazione", columns=columns, rules=rules, tells=SCORED, rests_on=tuple(own), basis=basis
            )
