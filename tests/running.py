"""Runs an ente of a few tables, written in a folder that is gone afterwards: for properties, which run many."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from merito.cycle import run
from merito.model.record import Record
from merito.regulations import Regulations
from merito.workspace.common import common_inputs
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

REGULATIONS = Regulations(common_inputs())


def run_tables(regulation: str, tables: Mapping[str, str], cycle: str, as_of: date = date(2022, 12, 31)) -> Record:
    """The record of the ente `prova` of 2021 (locale en) under a regulation, from its tables and its cycle.toml."""
    with tempfile.TemporaryDirectory() as place:
        year = Path(place) / "enti" / "prova" / "2021"
        year.mkdir(parents=True)
        (Path(place) / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "en"\n')
        (year.parent / "ente.toml").write_text(f'id = "prova"\nname = "Prova"\nregulation = "{regulation}"\n')
        (year / "cycle.toml").write_text(cycle)
        for name, text in tables.items():
            (year / f"{name}.csv").write_text(text.strip() + "\n")
        opened = open_ente(year.parent, open_workspace(Path(place)), REGULATIONS, 2021, as_of)
    return run(opened.course)
