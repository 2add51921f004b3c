"""The items of the section «Trasparenza, valutazione e merito» of the site (arts. 5 c. 3, 6, 7 c. 2, 28).

The whole Plan and Relazione are published, and an extract of each (I-BL-25), once they are adopted.
"""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from merito import Act, Basis, Finding, Phase, Publication, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import day_text
from merito_comunita_montane.planning.plan import REPORT, plan_of

BOTH, SLIP = "I-BL-25", "I-BL-33"
PLAN, AFTER_REPORT = "plan", "report"


@frozen(kw_only=True)
class Item:
    """Something to publish: its letter in art. 28 c. 1, its name (Italian), its rule, and the act that makes it due."""

    letter: str
    what: str
    rule: str
    after: str = ""


ITEMS = {
    "programme": Item(letter="a", what="Programma per la trasparenza e sua attuazione", rule="BL-28.1"),
    "plan": Item(letter="b", what="Piano della performance", rule="BL-5.3", after=PLAN),
    "plan_extract": Item(letter="b", what="Estratto del Piano", rule="BL-7.2", after=PLAN),
    "report": Item(letter="b", what="Relazione sulla performance", rule="BL-28.1", after=AFTER_REPORT),
    "report_extract": Item(letter="b", what="Estratto della Relazione", rule="BL-7.2", after=AFTER_REPORT),
    "rewards": Item(letter="c", what="Premi stanziati e distribuiti", rule="BL-28.1", after=AFTER_REPORT),
    "differentiation": Item(letter="d", what="Grado di differenziazione", rule="BL-28.1", after=AFTER_REPORT),
    "oiv": Item(letter="e", what="Nominativi e curricula dell'OIV", rule="BL-28.1"),
    "heads": Item(letter="f", what="Curricula di dirigenti e posizioni organizzative", rule="BL-28.1"),
    "pay": Item(letter="g", what="Retribuzioni dei dirigenti", rule="BL-28.1"),
    "appointments": Item(letter="h", what="Incarichi conferiti", rule="BL-28.1"),
    "standards": Item(letter="", what="Standard di qualità e carte dei servizi (art. 6)", rule="BL-6.1"),
}
RULES = {"BL-5.3": ("BL-5.3", BOTH), "BL-7.2": ("BL-7.2", BOTH), "BL-28.1": ("BL-28.1", SLIP), "BL-6.1": ("BL-6.1",)}


@frozen(kw_only=True)
class Shown:
    """An item with the row of its publication and the act after which it is due."""

    name: str
    item: Item
    row: Publication | None
    act: Act | None

    @property
    def due(self) -> bool:
        return not self.item.after or self.act is not None

    @property
    def on(self) -> date | None:
        """The day of publication: from the row, otherwise from the act itself; an extract has its own."""
        on = self.row.published if self.row else None
        if on is None and self.act is not None and self.name in (PLAN, AFTER_REPORT):
            on = self.act.published
        return on


def _shown(step: Step) -> Iterator[Shown]:
    rows = {row.item: row for row in step.dossier.publications}
    acts = {PLAN: plan_of(step), AFTER_REPORT: next(iter(step.acts_of(REPORT)), None)}
    for name, item in ITEMS.items():
        yield Shown(name=name, item=item, row=rows.get(name), act=acts.get(item.after))


def _published(step: Step, one: Shown) -> bool:
    return one.on is not None and one.on <= step.as_of


@hookimpl
@rule("BL-5.3", "BL-6.1", "BL-7.2", "BL-28.1", "BL-28.2", BOTH, SLIP)
def merito_check_plan(step: Step) -> ResultRows:
    """Items that are due and not published, by rule; items that were removed, or that have no address."""
    every = tuple(_shown(step))
    findings = [
        told("warning", rule_id, _not_published(missing), phase=Phase.REPORTING)
        for rule_id in RULES
        if (
            missing := [
                _name(one) for one in every if one.item.rule == rule_id and one.due and not _published(step, one)
            ]
        )
    ]
    yield from (*findings, *_lasting(step, every))


def _not_published(names: list[str]) -> str:
    return f"{'non risulta pubblicato' if len(names) == 1 else 'non risultano pubblicati'}: {'; '.join(names)}"


def _name(one: Shown) -> str:
    return f"{one.item.what} (lett. {one.item.letter})" if one.item.letter else one.item.what


def _lasting(step: Step, every: tuple[Shown, ...]) -> Iterator[Finding]:
    taken = [one for one in every if one.row and _day(one.row.removed, step.as_of)]
    if taken:
        what = listed(
            f"{_name(one)}, il {day_text(day)}"
            for one in taken
            if one.row and (day := _day(one.row.removed, step.as_of))
        )
        yield told(
            "warning", "BL-28.2", f"la pubblicazione è permanente, ma sono stati tolti: {what}", phase=Phase.REPORTING
        )
    nowhere = [_name(one) for one in every if _published(step, one) and not (one.row and one.row.address)]
    if nowhere:
        why = f"pubblicazioni senza l'indirizzo a cui si raggiungono (tabella pubblicazioni): {listed(nowhere)}"
        yield told("warning", "BL-28.2", why, phase=Phase.REPORTING)


def _day(value: date | None, as_of: date) -> date | None:
    return value if value is not None and value <= as_of else None


@hookimpl
@rule("BL-28.1", "BL-28.2")
def merito_transparency(step: Step) -> ResultRows:
    """The section, item by item: what has been on the site since when, where, and what is missing."""
    yield from (_line(step, one) for one in _shown(step))


def _line(step: Step, one: Shown) -> TableRow:
    removed = one.row is not None and _day(one.row.removed, step.as_of) is not None
    there = (
        "tolto" if removed else "pubblicato" if _published(step, one) else "manca" if one.due else "non ancora dovuto"
    )
    act = ((one.row.act or "") if one.row else "") or (one.act.id if one.act else "")
    return TableRow(
        table="pubblicazioni",
        columns=(
            ("lettera", one.item.letter),
            ("contenuto", one.item.what),
            ("stato", there),
            ("pubblicato il", one.on or ""),
            ("indirizzo", one.row.address if one.row else ""),
            ("atto", act),
        ),
        rules=RULES[one.item.rule],
        basis=Basis(inputs=tuple(row for row in (one.row, one.act) if row is not None)),
    )
