"""Properties that must hold of a regulation for any ente, tried on enti drawn from its worked cases.

A failure shows the smallest ente that was found.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from merito.contract.rulebook import LESS
from merito.model.messages import Code, Message, say
from merito.model.record import Record
from merito.testing import soundness
from merito.testing.conformance.drafts import DraftCase
from merito.testing.conformance.drawn import enti, enti_that_lack, enti_that_wait
from merito.testing.conformance.faults import Found, NotTried
from merito.testing.conformance.formalities import Formality, formalities, tried_on
from merito.testing.conformance.lacking import Incomplete, incomplete, named_items
from merito.testing.conformance.paid_drafts import paid_enti
from merito.testing.conformance.raised_ratings import Raised, raised_ratings, rated_cases
from merito.testing.conformance.runs import outcome, outcome_unadopted, outcomes
from merito.testing.conformance.sameness import BrokenError, compared, renamed, same, shuffled, under_names
from merito.testing.conformance.seen import final_scores, never_less
from merito.testing.conformance.subject import Subject
from merito.testing.conformance.twins import untwinned, with_twin

MOST_SEEDS = 99
PICKED = st.lists(st.integers(0, 5), min_size=1, max_size=12)


def holds(subject: Subject, drawn: st.SearchStrategy[Any], check: Callable[[Any], None]) -> Iterator[Found]:
    """Tries a property on drawn enti; returns the smallest counterexample, if there is one."""
    if not subject.readable:
        yield NotTried(say("non ci sono casi svolti da cui trarre enti"))
        return

    @settings(
        max_examples=subject.examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawn)
    def tried(one: Any) -> None:
        check(one)

    try:
        tried()
    except BrokenError as broken:
        yield broken.what
    except Unsatisfiable:
        yield say("nessun caso svolto permette questa prova: aggiungerne uno con persone valutate sotto il massimo")


def _each(subject: Subject, told: Callable[[Record], Iterator[Message]]) -> Callable[[DraftCase], None]:
    def check(draft: DraftCase) -> None:
        for under, record in outcomes(subject, draft):
            for problem in told(record):
                raise BrokenError(problem, under)

    return check


def bases_end_in_inputs(subject: Subject) -> Iterator[Found]:
    """Every figure cites its rules and leads back to input rows or parameters."""
    yield from holds(subject, enti(subject), _each(subject, soundness.unfounded))


def money_conserved(subject: Subject) -> Iterator[Found]:
    """A fund is what is paid, withheld and saved, to the cent; each choice gives what open readings leave payable."""
    conserved = _each(subject, soundness.unconserved)

    def check(drawn: tuple[DraftCase, list[int]]) -> None:
        draft, picked = drawn
        conserved(draft)
        now = outcome_unadopted(subject, draft)
        for problem in soundness.unconserved(now):
            raise BrokenError(problem, draft)
        under = draft.choosing(_picked(subject, now, picked))
        for problem in soundness.beyond(now, outcome(subject, under)):
            raise BrokenError(problem, under)

    yield from holds(subject, st.tuples(enti(subject), PICKED), check)


def _picked(subject: Subject, record: Record, picked: list[int]) -> dict[str, str]:
    """A choice on each open reading that the rules ask for, unless it declares that it does not hold all it moves."""
    known = subject.stack.rulebook.interpretations
    left = [one.id for one in record.readings if one.open and one.id in record.asked]
    told = [reading for reading in left if known[reading].decides in ("", LESS)]
    ways = {reading: tuple(known[reading].choices) for reading in told}
    return {reading: ways[reading][number % len(ways[reading])] for reading, number in zip(told, cycle(picked))}


def accounts_hold(subject: Subject) -> Iterator[Found]:
    """After payments, corrections and recoveries no fund gives more than it has, and no part is below zero."""

    def check(draft: DraftCase) -> None:
        record = outcome(subject, draft)
        for problem in (*soundness.unconserved(record), *soundness.out_of_bounds(record)):
            raise BrokenError(problem, draft)

    yield from holds(subject, paid_enti(subject), check)


def bounds_respected(subject: Subject) -> Iterator[Found]:
    """No figure is below zero or above its maximum."""
    yield from holds(subject, enti(subject), _each(subject, soundness.out_of_bounds))


def nothing_missing_is_fatal(subject: Subject) -> Iterator[Found]:
    """An ente with missing rows or cells, or an unknown word, is computed as far as possible."""
    yield from holds(subject, enti_that_lack(subject), _each(subject, lambda record: iter(())))


def rows_in_any_order(subject: Subject) -> Iterator[Found]:
    """The order of the rows changes no figure."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        draft, seed = drawn
        other = shuffled(draft, seed)
        same(compared(outcome(subject, draft)), compared(outcome(subject, other)), other, cent=False)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def ids_decide_nothing(subject: Subject) -> Iterator[Found]:
    """Other ids change no figure, except for the last cent among equals."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        draft, seed = drawn
        other, names = renamed(draft, subject, seed)
        before = under_names(compared(outcome(subject, draft)), names)
        same(before, compared(outcome(subject, other)), other, cent=True)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def equals_paid_alike(subject: Subject) -> Iterator[Found]:
    """Two people with the same rows have the same score, place and band, and the same money up to a cent."""

    def check(drawn: tuple[DraftCase, int]) -> None:
        twin = with_twin(drawn[0], subject, drawn[1])
        assume(twin is not None)
        assert twin is not None
        results = compared(outcome(subject, twin.draft))
        others = {untwinned(key): untwinned(row) for key, row in results.items() if untwinned(key) != key}
        own = {key: row for key, row in results.items() if key in others or any(map(twin.has_twin, key))}
        same(own, others, twin.draft, cent=True)

    yield from holds(subject, st.tuples(enti(subject), st.integers(0, MOST_SEEDS)), check)


def waits_for_figures(subject: Subject) -> Iterator[Found]:
    """No sum is paid or saved that would change once a missing figure is final."""

    def check(drawn: tuple[DraftCase, DraftCase]) -> None:
        whole, waiting = drawn
        now, then = outcome(subject, waiting), outcome(subject, whole)
        weak = soundness.not_final_yet(now, then)
        assume(weak and soundness.refusals(then) <= soundness.refusals(now))
        for told in soundness.paid_otherwise(now, then):
            raise BrokenError(say("{told}; non era definitivo: {weak}", told=told, weak=weak), waiting)

    yield from holds(subject, enti_that_wait(subject), check)


def formalities_hold_one(subject: Subject) -> Iterator[Found]:
    """A missing formality of one person's evaluation holds nobody else's sum, and adds nothing to it."""

    def check(drawn: Formality) -> None:
        whole, lacking = outcome(subject, drawn.whole), outcome(subject, drawn.lacking)
        for told in soundness.held_with(whole, lacking, drawn.person):
            what = say("{told}, senza {column} di {person}", told=told, column=Code(drawn.column), person=drawn.person)
            raise BrokenError(what, drawn.lacking)

    if subject.readable and not tried_on(subject):
        yield NotTried(say("nessun caso svolto dice come qualcuno è stato valutato"))
        return
    yield from holds(subject, formalities(subject), check)


def scores_are_whole(subject: Subject) -> Iterator[Found]:
    """A score without an item that the regulation names, and that counted, is not final."""
    items = named_items(subject)
    if subject.readable and not items:
        yield NotTried(say("nessun caso svolto valuta una voce che il regolamento nomina, con un punteggio definitivo"))
        return

    def check(drawn: Incomplete) -> None:
        whole, lacking = outcome(subject, drawn.whole), outcome(subject, drawn.lacking)
        for told in soundness.final_without(whole, lacking, drawn.person):
            raise BrokenError(say("{told}, senza {item}", told=told, item=Code(drawn.item)), drawn.lacking)

    yield from holds(subject, incomplete(subject, items), check)


def better_never_paid_less(subject: Subject) -> Iterator[Found]:
    """If a tool declares `never_less`, a better score, with all else equal, is never due less.

    Only for final evaluations: for any other, the sum due is only the maximum that it may become.
    """
    tools = never_less(subject)
    if not tools:
        return

    def check(drawn: Raised) -> None:
        person = drawn.person
        before = outcome(subject, drawn.before)
        assume(person in final_scores(before))
        after = outcome(subject, drawn.after)
        assume(person in final_scores(after))
        for tool, due, now in soundness.due_less(before, after, person):
            if tool in tools:
                cites = subject.stack.inputs.tools[tool].cites
                what = say(
                    "{tool} ({cites}): a {person} spettano {due}, e {now} con più punti",
                    tool=tool,
                    cites=cites,
                    person=person,
                    due=str(due),
                    now=str(now),
                )
                raise BrokenError(what, drawn.after)

    yield from holds(subject, raised_ratings(subject, rated_cases(subject)), check)
