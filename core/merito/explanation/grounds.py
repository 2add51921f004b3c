"""Explains rules, readings, parameters and tools, and which figures rest on each."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from merito.contract.declared_parameters import Parameter
from merito.contract.inputs import Tool
from merito.contract.parameters import Parameters
from merito.contract.rulebook import Interpretation, Rule
from merito.explanation.kinds import kind_of, subjects_of, told_of
from merito.explanation.quoted import Quoter
from merito.explanation.ranked import Fact
from merito.explanation.rows import RowTitles, basis_of, rests_on, result_rows, rules_of
from merito.explanation.shape import Explanation, Pointer
from merito.model.basis import InForce, Reading
from merito.model.messages import Reader
from merito.model.money import CENT_ZERO, Band, FundLine, Reward
from merito.model.record import Record
from merito.numbers import counted, euro_text
from merito.regulations import Stack
from merito.regulations.competence import who_decides
from merito.wording.figures import value_text

Key = TypeVar("Key")
STATUSES = {
    "computed": "la regola è calcolata",
    "checked": "la regola è controllata",
    "recorded": "la regola è registrata e mostrata, non giudicata",
    "not modelled": "la regola non è nel programma",
}


class Grounds:
    """What the figures of one record are based on."""

    def __init__(self, record: Record, stack: Stack, titles: RowTitles, quoter: Quoter, read: Reader) -> None:
        self._record, self._stack, self._titles, self._quoter, self._read = record, stack, titles, quoter, read
        self._set = {one.key: one for one in record.parameters_set}

    def explained(self, row: object) -> Explanation | None:
        """A rule, a reading, a parameter or a tool; None for anything else."""
        if isinstance(row, Rule):
            return self._rule(row)
        if isinstance(row, Reading):
            return self._reading(row)
        if isinstance(row, Parameter):
            return self._parameter(row)
        return self._tool(row) if isinstance(row, Tool) else None

    def _rule(self, row: Rule) -> Explanation:
        supports = self._by_rule.get(row.id, ())
        state = STATUSES.get(row.status, row.status)
        return self._made(row, f"Regola {row.id} — {row.article}", row.text, supports, state=state, reason=row.reason)

    def _reading(self, row: Reading) -> Explanation:
        known = self._stack.rulebook.interpretations[row.id]
        return self._made(
            row,
            f"Lettura {row.id} — {known.article}",
            known.unclear,
            self._by_rule.get(row.id, ()),
            reason=known.why,
            readings=((known, row),),
            facts=(*self._who(known), *_others(known, row)),
            inputs=self._quoter.quoted(act for act in self._record.dossier.acts if act.id in (row.act, row.agreed)),
        )

    def _who(self, known: Interpretation) -> Iterator[Fact]:
        """Who may adopt it."""
        if who := who_decides(known.competence, self._stack.inputs.acts):
            yield "Decide", who

    def _parameter(self, row: Parameter) -> Explanation:
        value = self._in_force(row)
        facts: list[Fact] = []
        if row.ente_may_set is not None:
            facts.append(("L'ente lo può fissare", str(row.ente_may_set)))
        if who := who_decides(row.competence, self._stack.inputs.acts):
            facts.append(("Decide", who))
        if value and value.unfit:
            facts.append(("Provvisorio", self._read(value.unfit)))
        told = value_text(value.value, value.words) if value else ""
        return self._made(
            row,
            f"Parametro {row.key}",
            f"{told} {row.unit}".strip() if value else "nessun valore",
            self._by_key.get(row.key, ()),
            reason="" if value else f"lo stabilisce l'ente, tra i suoi valori: {row.cites}",
            parameters=((value, row),) if value else (),
            facts=tuple(facts),
            rules=tuple(filter(None, (self._stack.rulebook.rules.get(row.rule or ""),))),
        )

    def _in_force(self, row: Parameter) -> InForce[object] | None:
        """The value set by the ente, or used by a figure, otherwise that of the regulation on 1 January."""
        if row.key in self._set:
            return self._set[row.key]
        used = next(
            (
                one
                for result in self._by_key.get(row.key, ())
                for one in basis_of(result).parameters
                if one.key == row.key
            ),
            None,
        )
        plain = Parameters(
            declared=self._stack.parameters, settings={}, edition=self._record.edition, year=self._record.dossier.year
        )
        return used or (plain.in_force(row.key) if plain.has(row.key) else None)

    def _tool(self, row: Tool) -> Explanation:
        results = self._record.results
        rewards = [one for one in results.rewards if one.tool == row.name]
        lines = [one for one in results.fund_lines if one.tool == row.name]
        people = len({one.person for one in rewards})
        sums = {
            "spettano": sum((one.due for one in rewards), CENT_ZERO),
            "versati": sum((one.net for one in rewards), CENT_ZERO),
            "liquidabili": sum((one.payable for one in rewards), CENT_ZERO),
            "sospesi": sum((one.withheld for one in rewards), CENT_ZERO),
        }
        told = ", ".join(f"{name} {euro_text(amount)}" for name, amount in sums.items() if amount or name != "versati")
        figure = f"{told} a {counted(people, 'persona', 'persone')}" if rewards else "nessuna somma"
        return self._made(row, f"Strumento {row.label}: {row.title}", figure, lines, facts=(("Articolo", row.cites),))

    def _made(self, row: Any, title: str, figure: str, rows: Iterable[Any], **more: Any) -> Explanation:
        supports = tuple(map(self.pointer, rows))
        return Explanation(
            kind=kind_of(row),
            title=title,
            subject=subjects_of(row)[0],
            figure=figure,
            supports=supports,
            **{"state": "", "reason": "", **more},
        )

    def pointer(self, row: Any) -> Pointer:
        """A row of results as something that rests on another."""
        subject = subjects_of(row)[0]
        return Pointer(
            kind=kind_of(row),
            subject=subject,
            title=self._titles.title(row),
            figure=self._read(told_of(row).figure(row)),
        )

    def resting_on(self, row: Any) -> tuple[Any, ...]:
        """The rows of results that rest on another, each as written; rows of money by their key, as settled."""
        return self._by_earlier.get(_identity(row), ())

    @cached_property
    def _by_earlier(self) -> dict[object, tuple[Any, ...]]:
        return _grouped((_identity(earlier), row) for row in result_rows(self._record) for earlier in rests_on(row))

    @cached_property
    def _by_rule(self) -> dict[str, tuple[Any, ...]]:
        return _grouped((rule, row) for row in result_rows(self._record) for rule in rules_of(row))

    @cached_property
    def _by_key(self) -> dict[str, tuple[Any, ...]]:
        return _grouped((one.key, row) for row in result_rows(self._record) for one in basis_of(row).parameters)


def _others(known: Interpretation, row: Reading) -> Iterator[Fact]:
    for choice, text in known.choices.items():
        if choice != row.choice:
            yield "Altra scelta", text


def _identity(row: Any) -> object:
    """The identity of a row: settled money is another object than the one that other rows refer to."""
    return (type(row), row.key) if isinstance(row, Reward | FundLine | Band) else id(row)


def _grouped(pairs: Iterable[tuple[Key, Any]]) -> dict[Key, tuple[Any, ...]]:
    found: dict[Key, dict[int, Any]] = {}
    for key, row in pairs:
        found.setdefault(key, {})[id(row)] = row
    return {key: tuple(rows.values()) for key, rows in found.items()}
