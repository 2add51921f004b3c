"""The outcome of an ente in a run."""

from pathlib import Path

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.record import Record
from merito.publication import Published


@frozen(kw_only=True)
class Done:
    """An ente that ran, its record, the folder of its results, the inputs that name its funds, and its rules.

    `public` is the part of the record that may be published, `own_rules` the message about rules of its own.
    """

    ente: str
    record: Record
    public: Published
    folder: Path
    inputs: Inputs
    rulebook: Rulebook
    own_rules: tuple[str, ...] = ()


@frozen
class Failed:
    """An ente that could not run: why, and every message; `places` are those of its bad data, without their content."""

    ente: str
    why: str
    messages: tuple[str, ...]
    places: tuple[str, ...] = ()


Line = Done | Failed
