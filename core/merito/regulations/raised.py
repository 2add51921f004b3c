"""The message for an author about an exception of a rule: the line of the rule, and a hint."""

import dis
import inspect
import re
import traceback
from pathlib import Path
from types import FrameType

from merito.regulations.patience import TooLongError

CALLED = re.compile(r"^(?:\w+\.)*?(\w+)(?:\.__init__)?\(\) (?:got|missing|takes)")
MIXED = re.compile(
    r"for (\S+)(?: or pow\(\))?: (?:'decimal\.Decimal' and 'Fraction'|'Fraction' and 'decimal\.Decimal')"
)
OF_MIXED = {
    "*": "multiply with merito.numbers.product",
    "/": "divide with merito.numbers.quotient",
    "+": "make both exact with merito.numbers.fraction, and euro of the result by its rounding at the end",
}
RAISE = "RAISE_VARARGS"
NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def is_of_the_rule(error: BaseException) -> bool:
    """Whether code raised it: Ctrl-C is a KeyboardInterrupt too, but no line has raised it."""
    if not isinstance(error, KeyboardInterrupt):
        return True
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and dis.opname[at.tb_frame.f_code.co_code[at.tb_lasti]] == RAISE


def raised(error: BaseException, place: Path) -> str:
    """An exception with the last line of its traceback in `place`, the folder of the rule's module."""
    frames = list(traceback.walk_tb(error.__traceback__))
    frame, line = next((one for one in reversed(frames) if _inside(one[0], place)), frames[-1])
    at = f"{Path(frame.f_code.co_filename).name}, line {line}"
    if isinstance(error, TooLongError):
        return f"{error} ({at})"
    return f"raised {error!r} at {at}{_hint(error, frame)}"


def _inside(frame: FrameType, place: Path) -> bool:
    return place in Path(frame.f_code.co_filename).parents


def _hint(error: BaseException, frame: FrameType) -> str:
    mixed = MIXED.search(str(error))
    if mixed:
        return f"; {OF_MIXED.get(mixed[1][0], OF_MIXED['+'])}"
    called = CALLED.match(str(error)) if isinstance(error, TypeError) else None
    known = frame.f_globals.get(called[1]) if called else None
    return f"; {called[1]} takes {_taken(known)}" if called and callable(known) else ""


def _taken(known: object) -> str:
    assert callable(known)
    named = [one for one in inspect.signature(known).parameters.values() if one.kind in NAMED]
    needed = [one.name for one in named if one.default is one.empty]
    further = [one.name for one in named if one.default is not one.empty]
    return ", ".join(needed) + (f", and may take {', '.join(further)}" if further else "")
