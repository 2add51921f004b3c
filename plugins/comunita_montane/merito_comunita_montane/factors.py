"""The factors of the individual evaluation and the weights that the ente gives them (arts. 11 c. 2 and 12 c. 1).

The text names the factors and no weights: without weights the step that needs them is blocked (I-BL-35).
"""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import wrong_weights
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF

OF_STAFF, OF_HEADS = ("a", "b", "c"), ("a", "b", "c", "d")
KEYS = {STAFF: "staff_factors", POSITION: "position_factors", MANAGER: "manager_factors"}
RULES = {STAFF: "BL-12.1", POSITION: "BL-11.2", MANAGER: "BL-11.2"}
GIVEN = "I-BL-35"


def factors_of(role: str) -> tuple[str, ...]:
    """The names of a role's factors, which are the letters of the text."""
    return OF_STAFF if role == STAFF else OF_HEADS


@hookimpl
@rule("BL-11.2", "BL-12.1", "I-BL-35")
def merito_check_parameters(step: Step) -> ResultRows:
    """Invalid weights set by the ente are errors; weights that it has not set block the scores."""
    for role, key in KEYS.items():
        yield from wrong_weights(step, key, factors_of(role), RULES[role], f" ({GIVEN})")
