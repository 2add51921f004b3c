"""`merito history`: every run and adoption of one ente."""

import json
from typing import Annotated

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table

from merito.api.register import Register
from merito.cli.registers import HERE, PathOption
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.register.told import failure_lines, history_rows
from merito.terminal.console import console, one_line, stop
from merito.terminal.options import NAME_OF_ENTE, YEAR, Argument, Option

COLUMNS = (say("Voce"), say("Eseguita"), say("Anno"), say("Al"), say("Edizione"), say("Cifre"), say("Note"))


def history(
    ente: Annotated[str, Argument(help=say("L'ente, per id."), metavar=NAME_OF_ENTE)],
    path: PathOption = HERE,
    year: Annotated[int | None, Option("--year", say("Solo questo anno del ciclo."), YEAR)] = None,
    as_json: Annotated[bool, Option("--json", say("Le voci come sono, in JSON."))] = False,
) -> None:
    """List the runs of an ente and the adoptions, oldest first."""
    register = Register(path)
    entries = register.history(ente, year)
    if not entries:
        known = register.enti()
        if ente in known:
            stop(
                say(
                    "nel registro non c'è nulla di {ente} per il {year}: senza --year si vede ogni suo anno",
                    ente=Code(ente),
                    year=year,
                )
            )
        stop(
            say(
                "nel registro non c'è nulla di {ente}; ci sono: {known}",
                ente=Code(ente),
                known=", ".join(known) or in_words(say("nessun ente")),
            )
        )
    if as_json:
        told = [{"hash": entry.hash, **entry.body} for entry in entries]
        click.echo(json.dumps({"version": 1, "entries": told}, ensure_ascii=False, indent=2))
        return
    table = Table(title=in_words(say("Registro di {ente}", ente=ente)), title_justify="left", box=SIMPLE_HEAD)
    for head in COLUMNS:
        table.add_column(in_words(head), overflow="fold")
    for row in history_rows(entries):
        table.add_row(*map(one_line, row))
    console().print(table)
    for text in failure_lines(entries):
        console().print(one_line(text), soft_wrap=True)
