"""Whether the data of an ente are written for another regulation than the one that its config names."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from merito.model.source import Source
from merito.regulations.discovery import Regulations
from merito.regulations.loading import BASE
from merito.regulations.stack import Stack
from merito.workspace.ente_config import EnteConfig
from merito.workspace.heads import plain
from merito.workspace.problems import Problem

FEWEST = 5
"""So many names of another regulation are no slip."""
TABLES = (".csv", ".xlsx", ".ods")


def of_another(
    config: EnteConfig,
    shown: str,
    folder: Path,
    cycle: Mapping[str, Mapping[str, object]],
    stack: Stack,
    regulations: Regulations,
) -> Problem | None:
    """The problem that the unknown names of tables, values, readings and funds are those of one other regulation.

    It is asked only of data that have errors; `folder` is that of the year.
    """
    unknown = set(_written(config, folder, cycle)) - _known(stack)
    if len(unknown) < FEWEST or config.own.folder is not None:
        return None
    others = [name for name in regulations.names() if name not in (BASE, config.regulation)]
    found = {name: len(unknown & _known(regulations.stack(name))) for name in others}
    best = max(found, key=lambda name: found[name], default="")
    if not best or found[best] < FEWEST or 2 * found[best] < len(unknown):
        return None
    return Problem(
        source=Source(shown, 0),
        message=(
            f"regulation: {found[best]} nomi tra tabelle, valori, letture e fondi non sono del regolamento "
            f"«{config.regulation}», e sono del regolamento «{best}»"
        ),
        remedy=(f'Se l\'ente segue quello, scrivere regulation = "{best}". Gli altri errori possono venire da qui.'),
    )


def _written(config: EnteConfig, folder: Path, cycle: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The names that depend on the regulation, as the files of an ente have them."""
    yield from config.parameters
    yield from config.readings
    for section in ("funds", "figures", "parameters", "readings"):
        given = cycle.get(section, {})
        yield from (plain(str(one)) if section in ("funds", "figures") else str(one) for one in given)
    for place in (folder, config.folder):
        yield from (plain(one.stem) for one in place.iterdir() if one.suffix.casefold() in TABLES)


def _known(stack: Stack) -> set[str]:
    """The names that a regulation knows."""
    inputs = stack.inputs
    sums = (*inputs.funds.values(), *inputs.figures.values())
    return {
        "decided",
        *stack.parameters,
        *stack.rulebook.interpretations,
        *(plain(name) for one in inputs.tables.values() for name in (one.name, one.label)),
        *(plain(name) for one in sums for name in (one.name, one.label)),
    }
