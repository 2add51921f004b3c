"""The decimal context of the engine: a change made by a rule lasts only until the rule ends."""

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, DivisionByZero, InvalidOperation, Overflow, localcontext

DIGITS, EXPONENT = 28, 999_999
_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
_OWN = Context(DIGITS, ROUND_HALF_EVEN, -EXPONENT, EXPONENT, capitals=1, clamp=0, flags=[], traps=_TRAPS)


def held_decimals() -> AbstractContextManager[Context]:
    """Sets Python's default decimal context inside, and restores the previous one afterwards."""
    return localcontext(_OWN)
