"""`merito adopt`: the act that makes a run the official one of its ente and year."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from attrs import evolve
from click.exceptions import Exit

from merito.cli.options import AsOfOption
from merito.cli.registers import HERE, PathOption
from merito.contract.inputs import Inputs
from merito.cycle.needs import by_its_body
from merito.execution.keep import Keeping, gone_told
from merito.model.acts import OTHER, UNKNOWN, Act, ratified
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.model.money import CENT_ZERO
from merito.model.rows import Rows
from merito.numbers import day_text, euro_text
from merito.register.access import register_at
from merito.register.entries import DraftEntry, Entry, adoption_draft
from merito.register.place import anchor_of
from merito.register.runs import run_called
from merito.register.told import act_text, called
from merito.register.unsettled import blocked_in, errors_in, held_in
from merito.simulation.kept import names_folder
from merito.terminal.console import ERRORS, UNUSABLE, console, one_line, stop
from merito.terminal.options import RUN, Argument, Option
from merito.wording.held import HeldMoney
from merito.wording.rules_told import not_needed_lines
from merito.workspace.common import installed_regulations
from merito.workspace.selection import Selection, select

if TYPE_CHECKING:
    from merito.register.store import Reader


def adopt(
    run: Annotated[
        str, Argument(help=say("Il numero della sua voce, oppure 8 cifre della sua impronta."), metavar=RUN)
    ],
    act: Annotated[
        str, Option("--act", say("L'atto che la adotta, con il suo id nella tabella degli atti."), say("ATTO"))
    ],
    path: PathOption = HERE,
    replace: Annotated[bool, Option("--replace", say("In luogo di un'esecuzione adottata prima."))] = False,
    with_suspended: Annotated[
        bool, Option("--with-suspended", say("Anche se ha somme sospese, o una fase bloccata."))
    ] = False,
    as_of: AsOfOption = None,
) -> None:
    """Mark the official run of an ente and year. Later runs do not replace it; another adoption does, and both stay."""
    if names_folder(run):
        stop(
            say(
                "{run}: una cartella non si adotta; si adotta un'esecuzione del registro, e una "
                "simulazione non vi entra",
                run=run,
            )
        )
    with register_at(path) as register:
        with register.reading() as reader:
            chosen_run = run_called(reader, run)
        if chosen_run.body["provisional"]:
            stop(
                say("la voce {entry} è di prova, con le fasi chiuse aperte: non si adotta", entry=chosen_run.number),
                ERRORS,
            )
        chosen = select(path, [chosen_run.ente], chosen_run.year, as_of)
        kept = Keeping(register.place, chosen.workspace.out, anchor_of(chosen.workspace), register)
        kept.begin()
        if kept.gone:
            stop("\n".join(in_words(say("registro: {what}", what=told)) for told in gone_told(kept.gone)), ERRORS)
        inputs, acts = _open(chosen_run, chosen)
        with register.reading() as reader:
            held = held_in(reader, chosen_run, inputs.funds)
            suspended = [*(in_words(one.line()) for one in held), *blocked_in(reader, chosen_run)]
            errors = list(errors_in(reader, chosen_run))
        _refuse_unsettled(chosen_run, errors, held, () if with_suspended else suspended)
        found = _act(act, chosen_run, chosen, inputs, acts)
        at = datetime.now().astimezone()

        def make(reader: "Reader") -> DraftEntry:
            before = reader.adoption(chosen_run.ente, chosen_run.year)
            if before is not None and (before.body["run"], before.body["act"]["id"]) == (chosen_run.number, found.id):
                stop(
                    say(
                        "la voce {entry} è già adottata con l'atto {before}",
                        entry=chosen_run.number,
                        before=act_text(before),
                    ),
                    ERRORS,
                )
            if before is not None and not replace:
                stop(
                    say(
                        "{ente} {year}: è già adottata la voce {body}, atto {before}; per metterne "
                        "un'altra al suo posto: --replace",
                        ente=chosen_run.ente,
                        year=chosen_run.year,
                        body=before.body["run"],
                        before=act_text(before),
                    ),
                    ERRORS,
                )
            sums = {one.fund: one.amount for one in held}
            return adoption_draft(chosen_run, found, chosen.as_of, at, before.number if before else None, sums)

        entry = register.append(make)
        kept.note(entry)
    for told in (
        say("adottata la {run}", run=called(chosen_run)),
        say("atto {act}; voce {entry} del registro", act=act_text(entry), entry=entry.number),
        say("impronta del registro, da mettere a protocollo con l'atto: {hash}", hash=entry.hash),
    ):
        console().print(one_line(in_words(told)), soft_wrap=True)
    for line in suspended:
        console().print(one_line(in_words(say("sospeso: {line}", line=line))), soft_wrap=True)
    if found.date.year <= chosen_run.year:
        early = in_words(
            say(
                "l'atto {id} è del {date}, quando il {year} non era ancora finito",
                id=found.id,
                date=day_text(found.date),
                year=chosen_run.year,
            )
        )
        console().print(
            one_line(in_words(say("attenzione: {early}. Se doveva essere un altro: --replace --act ...", early=early))),
            soft_wrap=True,
        )
    if not kept.end():
        raise Exit(ERRORS)


def _open(run: Entry, chosen: Selection) -> tuple[Inputs, Rows[Act]]:
    """The data of the ente of a run, and its acts of that year; ends the program if they cannot be read."""
    for error in chosen.broken.values():
        stop(str(error), ERRORS)
    try:
        course = chosen.opened(run.ente, installed_regulations()).course
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    for line in not_needed_lines(course.stack):
        console().print(one_line(line), soft_wrap=True)
    return course.stack.inputs, course.dossier.acts


def _refuse_unsettled(run: Entry, errors: list[str], held: tuple[HeldMoney, ...], suspended: Iterable[str]) -> None:
    """Ends the program on errors, and on suspended sums that were not accepted."""
    if errors:
        stop(say("la voce {entry} non si adotta: {errors}", entry=run.number, errors="; ".join(errors)), ERRORS)
    if suspended:
        lines = "\n".join(f"  {line}" for line in suspended)
        sums = (
            in_words(say("in tutto {held} sospesi; ", held=euro_text(sum((one.amount for one in held), CENT_ZERO))))
            if held
            else ""
        )
        asked = in_words(say("{sums}per adottarla così: --with-suspended", sums=sums))
        stop(
            say(
                "nella voce {entry} qualcosa è ancora sospeso:\n{lines}\n{asked}",
                entry=run.number,
                lines=lines,
                asked=asked,
            ),
            ERRORS,
        )


def _act(identifier: str, run: Entry, chosen: Selection, inputs: Inputs, acts: Rows[Act]) -> Act:
    """The act among those of that year, of a kind that adopts a run, in effect at the date; else ends the program."""
    act = acts.get(identifier)
    if act is None:
        known = ", ".join(one.id for one in acts) or "nessuno"
        stop(
            say(
                "l'atto {identifier} non è tra gli atti di {ente} del {year}; ci sono: {known}",
                identifier=Code(identifier),
                ente=run.ente,
                year=run.year,
                known=known,
            ),
            ERRORS,
        )
    if act.subject is not None:
        stop(say("l'atto {id} riguarda {subject}: serve un atto dell'ente", id=act.id, subject=act.subject), ERRORS)
    kind = inputs.acts[act.kind]
    if not kind.adopts_run:
        adopting = ", ".join(f"{one.label} («{one.title}»)" for one in inputs.acts.values() if one.adopts_run)
        stop(
            say(
                "l'atto {id} è {title}, che non adotta un'esecuzione; la adotta: {adopting}",
                id=act.id,
                title=Code(kind.title),
                adopting=adopting,
            ),
            ERRORS,
        )
    if not by_its_body(act, inputs.acts):
        stop(
            say(
                "l'atto {id} ({title}) è di {body}, mentre l'organo è: {body2}",
                id=act.id,
                title=Code(kind.title),
                body=Code(act.body),
                body2=kind.body,
            ),
            ERRORS,
        )
    if not kind.by and act.by in ("", UNKNOWN, OTHER):
        unknown = in_words(say("è di {body}, che non è un organo di questo regolamento", body=Code(act.body)))
        whose = unknown if act.body else in_words(say("non dice di quale organo è"))
        titles = sorted({inputs.bodies[code].title for one in inputs.acts.values() for code in one.by})
        stop(
            say(
                "l'atto {id} ({title}) {whose}: {titles}",
                id=act.id,
                title=Code(kind.title),
                whose=whose,
                titles=tuple(titles),
            ),
            ERRORS,
        )
    if act.in_urgency and act.id not in ratified(acts):
        stop(
            say(
                "l'atto {id} ({title}) è dato in via d'urgenza, e la ratifica non risulta",
                id=act.id,
                title=Code(kind.title),
            ),
            ERRORS,
        )
    if act.refused:
        stop(say("l'atto {id} ({title}) non ha esito favorevole", id=act.id, title=Code(kind.title)), ERRORS)
    ran = date.fromisoformat(run.body["as_of"])
    if act.date < ran:
        stop(
            say(
                "l'atto {id} è del {date}, prima della data della voce {entry}, {ran}: non può adottarne le cifre",
                id=act.id,
                date=day_text(act.date),
                entry=run.number,
                ran=day_text(ran),
            ),
            ERRORS,
        )
    if act.too_early and act.earliest:
        stop(
            say(
                "l'atto {id} è del {date}: una decisione sui risultati del {year} è del {earliest} o dopo",
                id=act.id,
                date=day_text(act.date),
                year=run.year,
                earliest=day_text(act.earliest),
            ),
            ERRORS,
        )
    if not act.seen(run.year, chosen.as_of):
        day = day_text(act.takes_effect)
        stop(
            say(
                "l'atto {id} non è in vigore al {as_of}: è del {day}", id=act.id, as_of=day_text(chosen.as_of), day=day
            ),
            ERRORS,
        )
    return evolve(act, body=act.body or kind.body)
