"""Exact arithmetic shared by every regulation, on numbers and dates alone.

Nothing here knows an ente, a person or a rule: integers, decimals, fractions and dates go in and come out.
"""

from merito.numbers.achievement import (
    achieved_by_elapsed_days,
    achieved_number,
    achieved_on_time,
    achieved_range,
    achieved_yes_no,
)
from merito.numbers.bands import bands_by_places, places_by_shares
from merito.numbers.calendar import (
    Period,
    add_months,
    add_years,
    apart_from,
    days_in_common,
    days_of_year,
    joined,
    last_of_years,
    length_in_months,
)
from merito.numbers.exact import (
    HUNDRED,
    Number,
    clamp,
    exact_text,
    fraction,
    natural_key,
    product,
    quotient,
    whole_numbers,
)
from merito.numbers.holidays import first_not_holiday, is_holiday
from merito.numbers.italian import (
    counted,
    day_text,
    decimal_text,
    euro_text,
    least_percent_text,
    money_text,
    most_percent_text,
    number_text,
    percent_text,
    point_text,
    together_text,
)
from merito.numbers.means import Weighted, weighted_mean
from merito.numbers.money import BoundedSplit, InfeasibleSplitError, bounded_split, equal_cents, split, split_down
from merito.numbers.ranking import Ranked, rank
from merito.numbers.rounding import cents_down, cents_half_up, cents_up, down, half_up, up, whole_down

__all__ = [
    "HUNDRED",
    "BoundedSplit",
    "InfeasibleSplitError",
    "Number",
    "Period",
    "Ranked",
    "Weighted",
    "achieved_by_elapsed_days",
    "achieved_number",
    "achieved_on_time",
    "achieved_range",
    "achieved_yes_no",
    "add_months",
    "add_years",
    "apart_from",
    "bands_by_places",
    "bounded_split",
    "cents_down",
    "cents_half_up",
    "cents_up",
    "clamp",
    "counted",
    "day_text",
    "days_in_common",
    "days_of_year",
    "decimal_text",
    "down",
    "equal_cents",
    "euro_text",
    "exact_text",
    "first_not_holiday",
    "fraction",
    "half_up",
    "is_holiday",
    "joined",
    "last_of_years",
    "least_percent_text",
    "length_in_months",
    "money_text",
    "most_percent_text",
    "natural_key",
    "number_text",
    "percent_text",
    "places_by_shares",
    "point_text",
    "product",
    "quotient",
    "rank",
    "split",
    "split_down",
    "together_text",
    "up",
    "weighted_mean",
    "whole_down",
    "whole_numbers",
]
