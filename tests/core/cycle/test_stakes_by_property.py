"""The money held is exactly what another choice on the open readings would take, one by one or together."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from held_money import DATA
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_plugins import ONE_TOOL, Install, WriteEnte

from merito.testing import Record, Regulations, run_folder

pytestmark = pytest.mark.long

PEOPLE = ("P1", "P2", "P3")
NAMES = ("I-1", "I-2", "I-3", "I-4")
CHOICES = {"I-1": ("a", "b"), "I-2": ("a", "b", "c"), "I-3": ("a", "b"), "I-4": ("a", "b")}
READING = """
["{name}"]
article = "art. 4"
unclear = "Prova."
default = "a"
why = "Il testo tace."
must_adopt = true
choices = {{ {choices} }}
"""
READINGS = "".join(
    READING.format(name=name, choices=", ".join(f'{one} = "Scelta {one}."' for one in ways))
    for name, ways in CHOICES.items()
)
CODE = """
EFFECTS, CHOOSES, BY_KEY = [], False, False

def _is(step, reading, way):
    if CHOOSES:
        return step.choose(reading, **{one: one == way for one in "abc"})
    return step.readings[reading].choice == way

def _of(step, part):
    return [one for one in EFFECTS if one["part"] == part and all(_is(step, *each) for each in one["when"].items())]

def _sum(step, person, part):
    return sum(one["euro"] for one in _of(step, part) if one["person"] == person)

def _gate(act):
    return Gate(phase=Phase.REWARDS, tool="annual", needs=(ActNeed(act),), rules=("X-1",))

@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> ResultRows:
    if _of(step, "open"):
        yield _gate("report_validation")
    if _of(step, "closed"):
        yield _gate("performance_plan")

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> ResultRows:
    if _of(step, "warning"):
        yield Finding(severity="warning", phase=Phase.OBJECTIVES, rule="X-1", subject="", message="avviso")

def _seen(step, person):
    gate = _sum(step, person, "asks_gate")
    every = _sum(step, person, "asks_gates")
    found = _sum(step, person, "asks_findings")
    return (
        (gate if gate and step.gate("X-1") else 0)
        + (every if every and any("X-1" in one.gate.rules for one in step.gates) else 0)
        + (found if found and any(one.message == "avviso" for one in step.so_far.findings) else 0)
    )

def _state(step, person):
    weak = any(one["person"] == person for one in _of(step, "weak"))
    return State.PROVISIONAL if weak else State.FINAL

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    return Results(scores=tuple(
        PersonScore(
            person=one.id, score=100 + _sum(step, one.id, "score"), maximum=1000, rules=("X-1",),
            state=_state(step, one.id),
        )
        for one in step.dossier.people
    ))

def _deeper(step):
    return {one.id: _sum(step, one.id, "once deeper") for one in step.dossier.people}

def _even(step):
    return {person: abs(euro) % 2 for person, euro in step.once(_deeper).items()}

def _once(step):
    even = step.once(_even)
    return {one.id: _sum(step, one.id, "once") + even[one.id] for one in step.dossier.people}

def _rows(step):
    if BY_KEY:
        return [step.so_far.score(one.id) for one in step.dossier.people]
    return step.so_far.scores

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    rewards = tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="annual", rules=("X-1",),
               due=Decimal(int(row.score) + _sum(step, row.person, "due") + _seen(step, row.person)
                       + step.once(_once)[row.person]), rests_on=(row,))
        for row in _rows(step)
    )
    amount = step.dossier.funds["premi"].euro
    saved = amount - sum(row.due for row in rewards)
    line = FundLine(fund="premi", item="annual", of="fondo", amount=amount, savings=saved, rules=("X-1",))
    return Results(rewards=rewards, fund_lines=(line,))

def _refused(step, person):
    odd = sum(row.due for row in step.so_far.rewards) % 2
    return any(one["person"] == person for part in ("refused", *(("refused_odd",) if odd else ())) for one in _of(step, part))

@hookimpl
@rule("X-1")
def merito_check_rewards(step: Step) -> ResultRows:
    for one in step.dossier.people:
        if _refused(step, one.id):
            yield Finding(severity="error", phase=Phase.REWARDS, rule="X-1", tool="annual", subject=f"person:{one.id}",
                          message="rifiutato")
"""
PARTS = (
    *("score", "weak", "due", "once", "once deeper", "open", "closed", "warning"),
    *("asks_gate", "asks_gates", "asks_findings", "refused", "refused_odd"),
)
EFFECT = st.fixed_dictionaries(
    {
        "person": st.sampled_from(PEOPLE),
        "part": st.sampled_from(PARTS),
        "euro": st.integers(-3, 3),
        "when": st.dictionaries(st.sampled_from(NAMES), st.sampled_from("abc"), min_size=1, max_size=3),
    }
)


EFFECTS = st.lists(EFFECT, max_size=8)


class Ente:
    """An ente that is identified by its name alone; the readings of the law are adopted, its own four are not."""

    def __init__(self, root: Path, regulations: Regulations) -> None:
        self.root, self.regulations = root, regulations
        self.cycle = root / "enti" / "prova" / "2021" / "cycle.toml"
        self.text = self.cycle.read_text(encoding="utf-8") + "[readings]\n"
        law = [one for one in run_folder(root, regulations=regulations).open_readings if one.id not in NAMES]
        self.text += "".join(self._line(one.id, one.choice) for one in law)

    def __repr__(self) -> str:
        return "ente"

    def run(self, choices: Mapping[str, str] | None = None) -> Record:
        """The record; with `choices`, if the ente has adopted every reading of the rule, some of any layer with these."""
        chosen = {} if choices is None else {**dict.fromkeys(NAMES, "a"), **choices}
        lines = (self._line(one, choice) for one, choice in chosen.items())
        self.cycle.write_text(self.text + "".join(lines), encoding="utf-8")
        return run_folder(self.root, regulations=self.regulations)

    @contextmanager
    def on_a_fund_of(self, euro: int) -> Iterator[None]:
        """The ente with another fund."""
        text = self.text
        self.text = text.replace("premi = 1000", f"premi = {euro}")
        try:
            yield
        finally:
            self.text = text

    @contextmanager
    def having_paid(self, sums: Mapping[str, Decimal]) -> Iterator[None]:
        """The ente after an act has paid some sums."""
        rows = "".join(f"{person},annual,{euro},2022-06-20,T1\n" for person, euro in sums.items() if euro)
        table = self.cycle.with_name("payments.csv")
        table.write_text(f"person,tool,amount,date,act\n{rows}", encoding="utf-8")
        try:
            yield
        finally:
            table.unlink()

    @staticmethod
    def _line(reading: str, choice: str) -> str:
        return f'"{reading}" = {{ choice = "{choice}", act = "T1" }}\n'


@pytest.fixture
def ente(install: Install, write_ente: WriteEnte) -> Ente:
    """An ente whose rule adds some euro to people who are due 100, each under some choices of four open readings."""
    regulations = install("prova", CODE, files={"inputs.toml": ONE_TOOL, "interpretations.toml": READINGS})
    acts = DATA["2021/acts.csv"] + "T1,performance_plan,2021-01-30\n"
    root = write_ente("prova", {**DATA, "2021/acts.csv": acts, "2021/people.csv": "id\nP1\nP2\nP3\n"})
    return Ente(root, regulations)


def set_rule(effects: Sequence[Mapping[str, Any]], chooses: bool, by_key: bool) -> None:
    module: Any = sys.modules["merito_prova.only"]
    own = [
        one for one in effects if one["part"] == "closed" and {*one["when"].values()} == {"a"}
    ]  # contains the ente's own
    module.EFFECTS, module.CHOOSES = [one for one in effects if one not in own], chooses
    module.BY_KEY = by_key


def paid(record: Record) -> dict[str, Decimal]:
    return {row.person: row.payable for row in record.results.rewards}


def saved(record: Record) -> Decimal:
    return sum((row.savings for row in record.results.fund_lines), Decimal(0))


def owed(record: Record) -> Decimal:
    """What people were paid beyond what is due, and beyond the whole fund."""
    beyond = sum((row.overdrawn for row in record.results.fund_lines), Decimal(0))
    return beyond + sum((row.credit for row in record.results.rewards), Decimal(0))


def lacking(record: Record) -> dict[str, Decimal]:
    """What is due to each person without cover."""
    return {row.person: row.uncovered for row in record.results.rewards}


def every_other(ente: Ente) -> list[Record]:
    """The result of each combination of choices, each adopted."""
    ways = (dict(zip(NAMES, some, strict=True)) for some in product(*CHOICES.values()))
    return [ente.run(one) for one in ways]


MOVES_SIXTY: list[dict[str, object]] = [
    {"person": "P1", "part": "due", "when": {"I-1": "b"}, "euro": 60},
    {"person": "P2", "part": "due", "when": {"I-1": "b"}, "euro": -60},
]
"""A rule that gives the first person 60 euro of the second's under another choice."""
ASKS_LATE: list[dict[str, object]] = [
    {"person": "P1", "part": "warning", "when": {"I-1": "b"}, "euro": 0},
    {"person": "P1", "part": "asks_findings", "when": {"I-2": "c"}, "euro": -2},
]
"""A rule that looks at the findings under one choice alone, where another reading decides what is found."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(effects=EFFECTS, chooses=st.booleans(), by_key=st.booleans())
@example(effects=ASKS_LATE, chooses=False, by_key=False)
def test_of_a_sum_that_some_choices_change_the_least_of_all_is_payable_and_the_rest_is_held(
    ente: Ente, effects: list[dict[str, object]], chooses: bool, by_key: bool
) -> None:
    set_rule(effects, chooses, by_key)
    record, base, others = ente.run(), ente.run({}), every_other(ente)
    for row in record.results.rewards:
        changes = any(paid(other)[row.person] != paid(base)[row.person] for other in others)
        assert bool(row.alternative) == changes
        assert row.payable == min(paid(other)[row.person] for other in others)
        assert row.withheld == row.due - row.payable
    least = min(saved(other) for other in others)
    assert saved(record) == (least if any(paid(record).values()) else 0)  # if nobody is paid, the savings wait too


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(effects=EFFECTS, cash=st.lists(st.integers(0, 105), min_size=3, max_size=3))
@example(effects=MOVES_SIXTY, cash=[0, 100, 0])
@example(effects=MOVES_SIXTY, cash=[0, 40, 30])
def test_what_is_payable_beside_payments_makes_nobody_a_debtor_and_takes_nobodys_cover_under_any_choice(
    ente: Ente, effects: list[dict[str, object]], cash: list[int]
) -> None:
    set_rule(effects, chooses=False, by_key=False)
    already = dict(zip(PEOPLE, map(Decimal, cash), strict=True))
    with ente.on_a_fund_of(340), ente.having_paid(already):
        now, before = ente.run(), every_other(ente)
    more = {row.person: already[row.person] + row.payable for row in now.results.rewards}
    with ente.on_a_fund_of(340), ente.having_paid(more):
        after = every_other(ente)
    for one, other in zip(before, after, strict=True):
        assert owed(other) == owed(one)
        assert lacking(other) == lacking(one)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(effects=EFFECTS, chooses=st.booleans(), by_key=st.booleans())
def test_what_is_told_is_what_those_choices_give_and_no_fewer_would(
    ente: Ente, effects: list[dict[str, object]], chooses: bool, by_key: bool
) -> None:
    set_rule(effects, chooses, by_key)
    base = paid(ente.run({}))
    for row in ente.run().results.rewards:
        for told in row.alternative:
            changed = {told.reading: told.choice, **dict(told.further)}
            assert told.amount in (None, paid(ente.run(changed))[row.person])
            fewer = ({k: v for k, v in changed.items() if k != one} for one in changed)
            assert all(paid(ente.run(less))[row.person] == base[row.person] for less in fewer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(effects=EFFECTS, chooses=st.booleans(), budget=st.integers(1, 6))
def test_nothing_is_paid_on_a_search_that_was_not_ended(
    ente: Ente, effects: list[dict[str, object]], chooses: bool, budget: int
) -> None:
    set_rule(effects, chooses, by_key=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("merito.cycle.search.BUDGET", budget)
        record = ente.run()
    base, others = paid(ente.run({})), every_other(ente)
    for row in record.results.rewards:
        if any(paid(other)[row.person] != base[row.person] for other in others):  # the least, if the search was ended
            assert row.payable in (0, min(paid(other)[row.person] for other in others))
