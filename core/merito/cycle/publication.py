"""The limits for publishing figures of a record: national parameters, as set by the ente."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from merito.contract.parameters import Parameters
from merito.model.publication import PublicationLimits
from merito.numbers import fraction

LICENCE = "publication_licence"
FEWEST, MOST_OF_ONE, SCORE_CLASSES = "fewest_published", "most_of_one_published", "published_score_classes"


def publication_limits(parameters: Parameters) -> PublicationLimits:
    """The limits in force; a fractional number of people is rounded up."""
    borders = parameters.list(SCORE_CLASSES).value
    return PublicationLimits(
        fewest=ceil(parameters.number(FEWEST).value),
        most_of_one=parameters.share(MOST_OF_ONE).value,
        score_classes=tuple(fraction(one) for one in borders if isinstance(one, int | Decimal | Fraction)),
        licence=parameters.choice(LICENCE).value,
    )
