"""How far a target was reached, in percent from 0 to 100, exact.

One function per kind of figure. The functions know only numbers and dates: the calling rule chooses one, and handles
missing figures.
"""

from datetime import date
from fractions import Fraction

from merito.numbers.exact import HUNDRED, Number, clamp, fraction

ZERO = Fraction(0)


def achieved_number(actual: Number, target: Number, *, lower_is_better: bool) -> Fraction:
    """actual/target x 100, or target/actual x 100 if lower is better, limited to 0 and 100.

    With a target of 0 the result is 100 if it is reached, otherwise 0, also for a negative actual. If lower is better,
    an actual of 0 or below gives 100. Other negative figures have no meaningful quotient: ValueError (the caller asks
    for a grade with its reason).
    """
    done, expected = fraction(actual), fraction(target)
    if expected < 0 or (done < 0 < expected and not lower_is_better):
        raise ValueError(f"a quotient of negative figures is no grade: actual {actual}, target {target}")
    if lower_is_better:
        return HUNDRED if done <= expected else HUNDRED * expected / done
    if done >= expected:
        return HUNDRED
    return HUNDRED * done / expected if expected else ZERO


def achieved_range(actual: Number, lowest: Number, highest: Number, *, lower_is_better: bool) -> Fraction:
    """A range is met inside it or on its better side; on the worse side its nearer end is the target."""
    low, high = fraction(lowest), fraction(highest)
    if not 0 <= low <= high:
        raise ValueError(f"a range goes from a lower to a higher figure, none negative: {lowest} - {highest}")
    target = high if lower_is_better else low
    return achieved_number(actual, target, lower_is_better=lower_is_better)


def achieved_on_time(actual: date, target: date) -> Fraction:
    """100 on or before the day, else 0."""
    return HUNDRED if actual <= target else ZERO


def achieved_yes_no(actual: bool, target: bool) -> Fraction:
    """100 when what was expected happened, else 0."""
    if not isinstance(actual, bool) or not isinstance(target, bool):
        raise TypeError("yes or no is needed")
    return HUNDRED if actual == target else ZERO


def achieved_by_elapsed_days(actual: date, target: date) -> Fraction:
    """Days from the start of the target's year up to the target, over those up to the actual day; 100 if on time."""
    start = date(target.year - 1, 12, 31)
    elapsed = (actual - start).days
    if elapsed <= 0:
        return HUNDRED
    return clamp(HUNDRED * (target - start).days / elapsed, ZERO, HUNDRED)
