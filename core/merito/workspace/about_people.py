"""Faults of the data that are about one person: they are told of that person, and stop nobody else.

Blank points, a payment written twice, an act of a kind that no text has. The rows in doubt are left out, and what the
person is due waits (IT-PL.24).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from merito.contract.inputs import Inputs
from merito.model.columns import Table
from merito.model.looked_at import Remark
from merito.model.messages import Code, Message, Money, Ref, say
from merito.workspace.columns import Read
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problems
from merito.workspace.references import Tables

PERSON = "person:"
Rows = dict[str, list[Read]]


def leave_out_doubtful(rows: Rows, inputs: Inputs, problems: Problems) -> None:
    """Leaves out the rows about one person that are in doubt, each with a remark. References are resolved by now."""
    _not_rated(rows, inputs.tables, problems)
    _paid_twice(rows, inputs.tables, problems)
    _unknown_acts(rows, inputs, problems)


def _not_rated(rows: Rows, tables: Mapping[str, Table], problems: Problems) -> None:
    """Of a person with a blank cell that is awaited no row of the table counts: a mean of the others is another one."""
    for name, read in rows.items():
        for column in (one for one in tables[name].columns.values() if one.awaited):
            blank = [row for row in read if row.values[column.name] is None and row.values["person"] is not None]
            for row in blank:
                told = say(
                    "tabella {table}: manca il punteggio di {factor} (colonna {column}); finché manca nessun punteggio "
                    "di {person} conta, e ciò che si divide con altri attende: lo scrive {evaluator}; se quel fattore "
                    "non si valuta, si toglie la riga",
                    table=Ref("table", tables[name].label),
                    factor=Code(row.values["factor"]),
                    column=row.heads.name(column.name),
                    person=_person(row),
                    evaluator=_evaluator(rows, row),
                )
                _hold(problems, row, told)
            people = {row.values["person"] for row in blank}
            if people:
                rows[name] = [row for row in read if row.values["person"] not in people]


def _evaluator(rows: Rows, rated: Read) -> Message | Ref | str:
    """Who evaluates the person of a row: as the evaluation names them, otherwise the last service."""
    for table in ("evaluations", "service"):
        for row in reversed(rows.get(table, ())):
            who = str(row.values["evaluator"] or "")
            if row.values["person"] == rated.values["person"] and who:
                return Ref.to(who) if who.startswith(PERSON) else who
    return say("chi valuta")


def _person(row: Read) -> Ref:
    return Ref("person", str(row.values["person"]))


def _paid_twice(rows: Rows, tables: Mapping[str, Table], problems: Problems) -> None:
    """Of several payments to a person with one tool, day, act and kind the first counts."""
    key, first = tables["payments"].key, dict[tuple[object, ...], Read]()
    kept = []
    for row in rows.get("payments", ()):
        same = tuple(row.values[column] for column in key)
        earlier = row if None in same else first.setdefault(same, row)
        if earlier is row:
            kept.append(row)
            continue
        told = say(
            "il pagamento di {amount} a {person} è già nella tabella {table} ({earlier}), per {before}, con lo stesso "
            "strumento, giorno e atto; conta quello: chi ha pagato tiene una sola delle due righe o, se ha pagato due "
            "volte, ne scrive una con la somma",
            amount=_amount(row),
            person=_person(row),
            table=Ref("table", tables["payments"].label),
            earlier=say("riga {row}", row=earlier.source.row),
            before=_amount(earlier),
        )
        _hold(problems, row, told)
    if "payments" in rows:
        rows["payments"] = kept


def _amount(row: Read) -> Message | Money:
    amount = row.values["amount"]
    return Money(amount) if isinstance(amount, Decimal) else say("una somma")


def _unknown_acts(rows: Rows, inputs: Inputs, problems: Problems) -> None:
    """An act about a person, of a kind that no text has and that resembles none: a disciplinary sanction."""
    known = {plain(word) for one in inputs.acts.values() for word in (one.kind, one.label)}
    labels = [word for one in inputs.acts.values() for word in (one.kind, one.label)]
    found = []
    for row in rows.get("acts", ()):
        kind, about = str(row.values["kind"] or ""), str(row.values["subject"] or "")
        if kind and plain(kind) not in known and about.startswith(PERSON) and not suggestion(kind, labels):
            found.append(row)
    named = set(_named_acts(rows, inputs.tables)) if found else set()
    for row in found:
        identifier, written = row.values["id"], row.values["kind"]
        if identifier is None or identifier in named:
            continue
        told = say(
            "l'atto {act} è di tipo {kind}, che il regolamento non ha: non si sa che cosa comporti per questa "
            "persona. Chi tiene gli atti lo scrive col tipo che ha quell'effetto, se cambia ciò che le spetta; se non "
            "riguarda il ciclo della performance, come una sanzione disciplinare, toglie la riga",
            act=str(identifier),
            kind=Code(written),
        )
        _hold(problems, row, told, str(row.values["subject"]))
        rows["acts"].remove(row)


def _named_acts(rows: Tables, tables: Mapping[str, Table]) -> Iterator[object]:
    """The ids of the acts that some row names, and those of acts that others are about."""
    for name, read in rows.items():
        for column in tables[name].columns.values():
            if column.kind == "ref" and "act" in column.to:
                for row in read:
                    yield str(row.values[column.name] or "").removeprefix("act:")


def _hold(problems: Problems, row: Read, told: Message, subject: str = "") -> None:
    subject = subject or f"{PERSON}{row.values['person']}"
    problems.remark(Remark(text=told, subject=subject, found="", held=True, source=row.source))
