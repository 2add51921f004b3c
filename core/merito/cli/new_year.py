"""`merito new-year`: the folder of the next year of every ente."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from merito.cli.options import ERRORS, UNUSABLE, EnteOption, PathArgument, console, installed_regulations, select
from merito.numbers import counted
from merito.workspace.config import read_ente
from merito.workspace.files import shown_path
from merito.workspace.next_year import Prepared, prepare
from merito.workspace.system_faults import fault_told


def new_year(
    path: PathArgument,
    before: Annotated[int, typer.Option("--from", help="The year from which what lasts is carried over.")],
    ente: EnteOption = None,
) -> None:
    """Prepare next year's folder of every ente: what lasts is carried over, the rest begins empty."""
    chosen, year, terminal = select(path, ente, before, None), before + 1, console()
    regulations, failed = installed_regulations(), bool(chosen.broken)
    told = [f"{name}: {message}" for name, error in chosen.broken.items() for message in error.messages]
    for name, home in chosen.homes.items():
        if not (home.folder / str(before)).is_dir():
            told.append(f"{name}: manca la cartella {before}")
            failed = True
            continue
        try:
            config = read_ente(home.folder, home.workspace)
            stack = regulations.stack(config.regulation, config.rules)
            made = prepare(config, home.workspace, stack, before)
        except UNUSABLE as error:
            told += [f"{name}: {message}" for message in error.messages]
            failed = True
            continue
        except OSError as error:
            told.append(f"{name}: {fault_told(error, home.folder)}")
            failed = True
            continue
        place = shown_path(home.folder / str(year), chosen.workspace.root)
        told += [f"{name}: {text}" for text in _told(made, place, before)]
        if stack.regulation.edition_of(year) is None:
            told.append(f"{name}: nessuna edizione del regolamento «{stack.regulation.name}» governa ancora il {year}")
    shared = [shown_path(part.root, chosen.workspace.root) for part in chosen.workspace.every() if part.shared]
    there = f"restano come sono; le righe del {year} si aggiungono lì, con la colonna anno"
    told += [f"tabelle comuni in {place}: {there}" for place in shared]
    if shared:
        blank = "le loro righe senza anno sono dell'anno scritto in merito.toml"
        told.append(f"{blank}: prima di cambiarlo, scrivere {before} in quelle righe")
    told.append(f"per lavorare sul {year}: --year {year}, oppure year = {year} in [workspace] di merito.toml")
    for text in told:
        terminal.print(Text(text), soft_wrap=True)
    if failed:
        raise typer.Exit(ERRORS)


def _told(made: Prepared, place: str, before: int) -> Iterator[str]:
    carried = [f"{name} ({counted(rows, 'riga', 'righe')})" for name, rows in made.made.items() if rows]
    empty = [name for name, rows in made.made.items() if not rows]
    if carried:
        yield f"{place}: riportati dal {before}: {', '.join(carried)}"
    if empty:
        yield f"{place}: da compilare: {', '.join(empty)}"
    if made.blanked:
        cells = counted(made.blanked, "cella che rinviava", "celle che rinviavano")
        yield f"{place}: {cells} a ciò che non si riporta, ora in bianco"
    if made.left:
        yield f"{place}: c'erano già e restano come sono: {', '.join(made.left)}"
    if made.workbook:
        yield f"{place}: i fogli di {made.workbook} del {before} non si riportano: copiare quelli che valgono ancora"
