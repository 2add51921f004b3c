"""`merito diff`: two runs of one ente held against each other."""

import json
from typing import Annotated

import typer
from attrs import asdict
from rich.text import Text

from merito.cli.options import console
from merito.cli.registers import HERE, PathOption, reading
from merito.register.differences import difference
from merito.register.runs import ADOPTED, run_called
from merito.register.told import difference_lines

RUN_HELP = "A run: the number of its entry, 8 or more digits of its hash, or `adopted`."


def diff(
    old: Annotated[str, typer.Argument(metavar="RUN", help=RUN_HELP)],
    new: Annotated[str, typer.Argument(metavar="RUN", help=RUN_HELP)],
    path: PathOption = HERE,
    every: Annotated[bool, typer.Option("--all", help="Every row, also of long tables.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Versioned JSON instead of text.")] = False,
) -> None:
    """Tell which figures changed from one run to another, and what caused it."""
    with reading(path) as reader:
        before = None if old == ADOPTED else run_called(reader, old)
        after = run_called(reader, new, before)
        found = difference(reader, before or run_called(reader, old, after), after)
    if as_json:
        told = {
            "version": 1,
            "old": found.old.number,
            "new": found.new.number,
            "several": found.several,
            "causes": list(map(asdict, found.causes)),
            "changes": list(map(asdict, found.changes)),
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in difference_lines(found, whole=every):
        console().print(Text(line), soft_wrap=True)
