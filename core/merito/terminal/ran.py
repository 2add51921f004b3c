"""The outcome of an ente in a run."""

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.record import Record
from merito.wording.office import NO_NAMES


@frozen(kw_only=True)
class Done:
    """An ente that ran, its record, the folder of its results, the inputs that name its funds, and its rules.

    `own_rules` is the message about rules of its own, `names` those of people by id, `disclosed` the few people about
    whom the new publication tells by its difference from the earlier one.
    """

    ente: str
    record: Record
    folder: Path
    inputs: Inputs
    rulebook: Rulebook
    own_rules: tuple[str, ...] = ()
    names: Mapping[str, str] = NO_NAMES
    disclosed: tuple[str, ...] = ()


@frozen
class Failed:
    """An ente that could not run: why, and every message; `places` are those of its bad data, without their content.

    `code` is its cause for a machine, more exact than `why`, if that says less; `crash` the traceback of an exception.
    """

    ente: str
    why: str
    messages: tuple[str, ...]
    places: tuple[str, ...] = ()
    code: str = ""
    crash: str = ""


Line = Done | Failed
