"""Runs drawn enti: under the readings of their case, then under every choice on what their rules ask for."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from hypothesis import assume

from merito.model.record import Record
from merito.regulations import PluginFaultError
from merito.testing.conformance.drafts import DraftCase
from merito.testing.conformance.sameness import BrokenError
from merito.testing.conformance.subject import Subject
from merito.workspace.problems import BadDataError

T = TypeVar("T")
Runs = tuple[tuple[DraftCase, Record], ...]


def outcome(subject: Subject, draft: DraftCase) -> Record:
    """The record of an ente; None if its tables cannot be read. Raises BrokenError if a rule raised."""
    return _faultless(draft, lambda: draft.run(subject))


def outcome_unadopted(subject: Subject, draft: DraftCase) -> Record:
    """The record of an ente that has adopted no reading. Raises BrokenError if a rule raised."""
    return _faultless(draft, lambda: draft.run_opened(draft.opened(subject), adopted=False))


def outcomes(subject: Subject, draft: DraftCase) -> Runs:
    """The record of an ente as drawn, and more until each choice on each reading asked for has been tried.

    In each further run, all readings with untried choices take another one. The records are kept, because several
    checks look at the same enti.
    """
    key = draft.key()
    if key not in subject.ran:
        subject.ran[key] = _faultless(draft, lambda: tuple(_under_every_choice(subject, draft)))
    found = subject.ran[key]
    assert isinstance(found, tuple)
    return found


def _under_every_choice(subject: Subject, draft: DraftCase) -> Iterator[tuple[DraftCase, Record]]:
    opened = draft.opened(subject)
    left: dict[str, list[str]] = {}
    chosen: dict[str, str] = {}
    while True:
        under = draft.choosing(chosen)
        record = _faultless(under, lambda under=under: under.run_opened(opened))  # type: ignore[misc]
        yield under, record
        for reading in record.readings:
            if reading.id in record.asked and reading.id not in left:
                known = subject.stack.rulebook.interpretations[reading.id].choices
                left[reading.id] = [choice for choice in known if choice != reading.choice]
        chosen = {reading: choices.pop() for reading, choices in left.items() if choices}
        if not chosen:
            return


def _faultless(draft: DraftCase, run: Callable[[], T]) -> T:
    try:
        return run()
    except BadDataError:
        assume(False)
        raise
    except PluginFaultError as fault:
        raise BrokenError(fault.what, draft) from None
