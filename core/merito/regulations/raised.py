"""The message for an author about an exception of a rule: the line of the rule, and a hint."""

import dis
import inspect
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from merito.model.messages import Message, Ref, say
from merito.regulations.patience import TooLongError

CALLED = re.compile(r"^(?:\w+\.)*?(\w+)(?:\.__init__)?\(\) (?:got|missing|takes)")
MIXED = re.compile(
    r"for (\S+)(?: or pow\(\))?: (?:'decimal\.Decimal' and 'Fraction'|'Fraction' and 'decimal\.Decimal')"
)
OF_MIXED = {
    "*": say("moltiplicare con merito.numbers.product"),
    "/": say("dividere con merito.numbers.quotient"),
    "+": say("renderli esatti con merito.numbers.fraction, e arrotondare in euro solo il risultato, alla fine"),
}
RAISE = "RAISE_VARARGS"
LINE = "line"
"""The kind of reference to a line of code."""
NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def is_of_the_rule(error: BaseException) -> bool:
    """Whether code raised it: Ctrl-C is a KeyboardInterrupt too, but no line has raised it."""
    if not isinstance(error, KeyboardInterrupt):
        return True
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and dis.opname[at.tb_frame.f_code.co_code[at.tb_lasti]] == RAISE


def raised(error: BaseException, place: Path) -> Message:
    """An exception with the last line of its traceback in `place`, the folder of the rule's module."""
    frames = list(traceback.walk_tb(error.__traceback__))
    frame, line = next((one for one in reversed(frames) if _inside(one[0], place)), frames[-1])
    file = Path(frame.f_code.co_filename).name
    if isinstance(error, TooLongError):
        return say("{why} ({file}, riga {line})", why=error.why, file=file, line=str(line))
    what = say("ha sollevato {error} ({at})", error=repr(error), at=Ref(LINE, f"{file}:{line}"))
    hint = _hint(error, frame)
    return say("{what}; {hint}", what=what, hint=hint) if hint else what


def _inside(frame: FrameType, place: Path) -> bool:
    return place in Path(frame.f_code.co_filename).parents


def _hint(error: BaseException, frame: FrameType) -> Message | None:
    mixed = MIXED.search(str(error))
    if mixed:
        return OF_MIXED.get(mixed[1][0], OF_MIXED["+"])
    called = CALLED.match(str(error)) if isinstance(error, TypeError) else None
    known = frame.f_globals.get(called[1]) if called else None
    return _taken(called[1], known) if called and callable(known) else None


def _taken(name: str, known: Callable[..., object]) -> Message:
    named = [one for one in inspect.signature(known).parameters.values() if one.kind in NAMED]
    needed = [one.name for one in named if one.default is one.empty]
    further = [one.name for one in named if one.default is not one.empty]
    if not further:
        return say("{name} prende {needed}", name=name, needed=tuple(needed))
    return say(
        "{name} prende {needed}, e può prendere {further}", name=name, needed=tuple(needed), further=tuple(further)
    )
