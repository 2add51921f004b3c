"""The decimal arithmetic of the engine: a rule that sets another finds it so alone, and only until it ends."""

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, DivisionByZero, InvalidOperation, Overflow, localcontext

DIGITS, EXPONENT = 28, 999_999


def held_decimals() -> AbstractContextManager[Context]:
    """Decimals work as Python has them by itself, whatever was set before; afterwards as they did before."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    own = Context(DIGITS, ROUND_HALF_EVEN, -EXPONENT, EXPONENT, capitals=1, clamp=0, flags=[], traps=traps)
    return localcontext(own)
