"""What a year's `cycle.toml` leaves to the next one: parameters and adopted readings last, sums and figures do not.

A parameter that is of one year, a reading whose act is not there in the next year, a sum and a figure are told in a
comment with their value, so that nothing is looked for in the old file.
"""

from collections.abc import Iterable, Mapping, Set

from merito.regulations import Stack
from merito.workspace.cycle_file import CycleFile
from merito.workspace.given_sums import named
from merito.workspace.settings import ACTS, each_with_its_acts
from merito.workspace.starter import Lasting
from merito.workspace.toml_files import toml_text

PARAMETERS, READINGS = "parameters", "readings"


def lasting_settings(cycle: CycleFile, stack: Stack, acts: Set[str], year: int) -> Lasting:
    """The settings of the year `year` that last, and notes on the others; `acts` are those of the next year."""
    values: dict[str, dict[str, str]] = {PARAMETERS: {}, READINGS: {}}
    notes: dict[str, dict[str, str]] = {PARAMETERS: {}, READINGS: {}}
    for section in (PARAMETERS, READINGS):
        for key, value in each_with_its_acts(cycle.data.get(section, {})).items():
            parameter = stack.parameters.get(key) if section == PARAMETERS else None
            lacking = [act for act in _acts_of(value) if act not in acts]
            if lacking or (parameter is not None and parameter.of_year):
                why = f", con un atto del {year} ({', '.join(lacking)})" if lacking else ""
                notes[section][key] = f"nel {year} era {toml_text(value)}{why}"
            else:
                values[section][key] = toml_text(value)
                notes[section][key] = f"dal {year}"
    for section, known in (("funds", stack.inputs.funds), ("figures", stack.inputs.figures)):
        given = cycle.data.get(section, {}).items()
        found = {one.name: value for key, value in given if (one := named(key, known)) is not None}
        notes[section] = {name: f"nel {year} era {toml_text(value)}" for name, value in found.items()}
    return Lasting(values=values, notes=notes)


def _acts_of(value: object) -> Iterable[str]:
    """The acts that a setting names."""
    if not isinstance(value, Mapping) or not {"value", "choice"} & value.keys():
        return []
    return [str(value[key]) for key in ACTS if value.get(key) is not None]
