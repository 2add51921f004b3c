"""`merito adopt`: the act that makes a run the official one of its ente and year."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import evolve
from rich.text import Text

from merito.cli.options import ERRORS, UNUSABLE, AsOfOption, console, installed_regulations, stop
from merito.cli.registers import HERE, PathOption, register_at
from merito.cli.selection import Selection, select
from merito.model.acts import Act
from merito.numbers import day_text
from merito.register.entries import Draft, Entry, adoption_draft
from merito.register.runs import run_called
from merito.register.simulated import names_folder
from merito.register.told import act_text, called

if TYPE_CHECKING:
    from merito.register.store import Reader


def adopt(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The number of its entry, or 8 digits of its hash.")],
    act: Annotated[str, typer.Option("--act", help="The act that adopts it, by its id in the ente's acts.")],
    path: PathOption = HERE,
    replace: Annotated[bool, typer.Option("--replace", help="In the place of a run adopted before.")] = False,
    as_of: AsOfOption = None,
) -> None:
    """Mark the official run of an ente and year. No later run takes its place; another adoption does, and both stay."""
    if names_folder(run):
        stop(f"{run}: una cartella non si adotta; si adotta un'esecuzione del registro, e una simulazione non vi entra")
    with register_at(path) as register:
        with register.reading() as reader:
            chosen_run = run_called(reader, run)
        if chosen_run.body["provisional"]:
            stop(f"la voce {chosen_run.number} è di prova, con le fasi chiuse aperte: non si adotta", ERRORS)
        chosen = select(path, [chosen_run.ente], chosen_run.year, as_of)
        found = _act(act, chosen_run, chosen)
        at = datetime.now().astimezone()

        def make(reader: "Reader") -> Draft:
            before = reader.adoption(chosen_run.ente, chosen_run.year)
            if before is not None and (before.body["run"], before.body["act"]["id"]) == (chosen_run.number, found.id):
                stop(f"la voce {chosen_run.number} è già adottata con l'atto {act_text(before)}", ERRORS)
            if before is not None and not replace:
                stop(
                    f"{chosen_run.ente} {chosen_run.year}: è già adottata la voce {before.body['run']}, "
                    f"atto {act_text(before)}; per metterne un'altra al suo posto: --replace",
                    ERRORS,
                )
            return adoption_draft(chosen_run, found, chosen.as_of, at, before.number if before else None)

        entry = register.append(make)
    told = f"adottata la {called(chosen_run)}\natto {act_text(entry)}; voce {entry.number} del registro"
    console().print(Text(told), soft_wrap=True)
    if found.date.year <= chosen_run.year:
        early = f"l'atto {found.id} è del {day_text(found.date)}, quando il {chosen_run.year} non era ancora finito"
        console().print(Text(f"attenzione: {early}. Se doveva essere un altro: --replace --act ..."), soft_wrap=True)


def _act(identifier: str, run: Entry, chosen: Selection) -> Act:
    """The act in the ente's acts of that year, seen at the date, with its body; ends the program otherwise."""
    for error in chosen.broken.values():
        stop(str(error), ERRORS)
    try:
        course = chosen.open(run.ente, installed_regulations()).course
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    act = course.dossier.acts.get(identifier)
    if act is None:
        known = ", ".join(one.id for one in course.dossier.acts) or "nessuno"
        stop(f"l'atto «{identifier}» non è tra gli atti di {run.ente} del {run.year}; ci sono: {known}", ERRORS)
    if act.subject is not None:
        stop(f"l'atto {act.id} riguarda {act.subject}: serve un atto dell'ente", ERRORS)
    if not act.seen(run.year, chosen.as_of):
        day = day_text(max(act.date, act.effective or act.date))
        stop(f"l'atto {act.id} non è in vigore al {day_text(chosen.as_of)}: è del {day}", ERRORS)
    return evolve(act, body=act.body or course.stack.inputs.acts[act.kind].body)
