"""`merito show`: one run of the register, and its inputs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from merito.cli.registers import HERE, PathOption
from merito.model.messages import Code, say
from merito.outputs.written import FILE
from merito.register.access import reading
from merito.register.entries import GIVEN, INPUTS, PARAMETERS, READINGS, Entry
from merito.register.runs import run_called, told_in
from merito.register.shown import shown_lines
from merito.terminal.console import console, one_line, stop
from merito.terminal.options import DIRECTORY, FILE_NAME, RUN, Argument, Option
from merito.workspace.in_place import make_own_folder

if TYPE_CHECKING:
    from merito.register.store import Reader


def show(
    run: Annotated[
        str, Argument(help=say("Il numero della sua voce, oppure 8 cifre della sua impronta."), metavar=RUN)
    ],
    path: PathOption = HERE,
    file: Annotated[
        str | None, Option("--file", say("Stampa uno dei suoi file di risultati, com'era."), FILE_NAME)
    ] = None,
    out: Annotated[
        Path | None, Option("--out", say("Scrive in questa cartella tutti i suoi file, com'erano."), DIRECTORY)
    ] = None,
    as_json: Annotated[bool, Option("--json", say("La voce e ciò che nomina, in JSON."))] = False,
) -> None:
    """Show the results of a run and its inputs: data, parameters, readings, versions."""
    with reading(path) as reader:
        entry = run_called(reader, run)
        if out is not None:
            _write(reader, entry, out)
        elif file is not None:
            if file not in entry.files:
                stop(
                    say(
                        "la voce {entry} non ha un file {file}; ci sono: {files}",
                        entry=entry.number,
                        file=Code(file),
                        files=tuple(entry.files),
                    )
                )
            click.echo(reader.content(entry.files[file]), nl=False)
        elif as_json:
            parts = {part: told_in(reader, entry, part) for part in (INPUTS, PARAMETERS, READINGS, GIVEN)}
            told = {"version": 1, "hash": entry.hash, "entry": dict(entry.body) | parts}
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for line in shown_lines(reader, entry):
                console().print(one_line(line), soft_wrap=True)


def _write(reader: "Reader", entry: Entry, out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        stop(say("{out}: c'è già, e non è una cartella vuota: non si tocca", out=out))
    make_own_folder(out)
    for name, known in entry.files.items():
        content = reader.content(known)
        make_own_folder((out / name).parent)
        try:
            (out / name).touch(FILE, exist_ok=False)
            (out / name).write_bytes(content)
        except FileExistsError:
            stop(
                say("{what}: l'ha scritto intanto un altro: non si tocca; indicare una cartella nuova", what=out / name)
            )
    console().print(
        one_line(say("voce {entry}: {files} file in {out}", entry=entry.number, files=len(entry.files), out=out)),
        soft_wrap=True,
    )
