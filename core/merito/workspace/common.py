"""The common tables of all regulations, as the classes of their rows declare them."""

from functools import cache
from typing import get_args

from attrs import fields

from merito.contract.inputs import Inputs
from merito.model.columns import InputRow, declared
from merito.model.dossier import Dossier
from merito.regulations import Regulations


@cache
def common_inputs() -> Inputs:
    """Tables of the core, before any layer adds its own."""
    rows = {attribute.name: get_args(attribute.type)[:1] for attribute in fields(Dossier)}
    return Inputs(
        tables={
            name: declared(name, model)
            for name, models in rows.items()
            for model in models
            if isinstance(model, type) and issubclass(model, InputRow)
        }
    )


def installed_regulations() -> Regulations:
    """The regulations of this machine, with the common tables."""
    return Regulations(common_inputs())
