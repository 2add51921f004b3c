"""Checks the forms of a plugin: the names in them exist, and they can be filled from worked cases."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from merito.forms.proved import undeclared, unfilled, unlike_declared
from merito.model.messages import Message, say
from merito.testing.conformance.faults import Found, NotTried
from merito.testing.conformance.subject import Subject

if TYPE_CHECKING:
    from merito.forms.templates import Ready


def forms_filled(subject: Subject) -> Iterator[Found]:
    """Every form names existing columns, and can be filled from the first worked cases."""
    problems = list(undeclared(subject.stack))
    yield from problems
    if problems:
        return
    if not subject.readable:
        yield NotTried(say("non ci sono casi svolti da cui riempire i moduli"))
    told: dict[Message, None] = {}
    templates: dict[str, Ready] = {}
    for case in subject.readable[: subject.examples]:
        _, record = case.judged(subject.regulations)
        if record is None:
            continue  # its errors are reported by `cases`
        told.update(dict.fromkeys(unlike_declared(record, subject.stack)))
        told.update(dict.fromkeys(unfilled(record, subject.stack, templates)))
    yield from told
