"""`merito regulations` and `merito acts`: what is installed, and the acts that an ente may enter."""

from pathlib import Path
from typing import Annotated

from rich.table import Table

from merito.cli.options import names_folder
from merito.contract.faults import PluginError
from merito.model.language import in_words
from merito.model.messages import say
from merito.regulations import Stack
from merito.terminal.console import ERRORS, console, in_lines, stop
from merito.terminal.options import REGULATION, Argument
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at


def regulations() -> None:
    """List the regulations that are installed."""
    found = installed_regulations()
    table = Table(*map(in_words, (say("Nome"), say("Titolo"), say("Edizioni"), say("Distribuzione"))))
    faults: list[str] = []
    for name, claims in found.installed().items():
        distribution = ", ".join(f"{claim.distribution} {claim.version}" for claim in claims)
        try:
            regulation = found.stack(name).regulation
        except PluginError as error:
            faults += error.messages
            table.add_row(in_lines(name), in_lines(in_words(say("rifiutato"))), "", in_lines(distribution))
            continue
        editions = ", ".join(edition.name for edition in regulation.editions)
        table.add_row(in_lines(name), in_lines(regulation.title), in_lines(editions), in_lines(distribution))
    console().print(table)
    if faults:
        stop("\n".join(faults), ERRORS)


def acts(
    regulation: Annotated[
        str,
        Argument(
            help=say(
                "Un regolamento, come lo elenca «merito regulations», o la cartella di un ente che ha regole proprie."
            ),
            metavar=REGULATION,
        ),
    ],
) -> None:
    """List the kinds of act that an ente under a regulation may enter, with their body and article."""
    stack = stack_of(regulation)
    for kind in stack.inputs.acts.values():
        whose = in_words(say("di ogni ciclo")) if not kind.lasting else in_words(say("vale per più anni"))
        about = "" if kind.about == "ente" else in_words(say(", riguarda: {about}", about=kind.about))
        body = kind.body or in_words(say("non indicato"))
        lines = [
            f"{kind.kind} ({kind.label})  {kind.title}",
            in_words(
                say("  organo: {body}; {whose}{about}; {cites}", body=body, whose=whose, about=about, cites=kind.cites)
            ),
        ]
        lines += [in_words(say("  adotta un'esecuzione (merito adopt)"))] if kind.adopts_run else []
        contents = (f"{one.label} ({one.rule})" for one in kind.contents.values())
        lines += [in_words(say("  contenuti: {contents}", contents=tuple(contents)))] if kind.contents else []
        lines += [
            in_words(
                say(
                    "  chi firma si astiene se l'atto lo riguarda: {signer_not_subject}",
                    signer_not_subject=kind.signer_not_subject,
                )
            )
        ] * bool(kind.signer_not_subject)
        agreed = [one.id for one in stack.rulebook.interpretations.values() if kind.kind in one.competence.agreed_by]
        lines += [in_words(say("  accordo che serve per adottare: {agreed}", agreed=tuple(agreed)))] if agreed else []
        console().print(in_lines("\n".join(lines)), soft_wrap=True)


def stack_of(regulation: str) -> Stack:
    """The layers of a regulation, or of an ente that has rules of its own; ends the program where there are none."""
    known = installed_regulations()
    try:
        if names_folder(regulation, known):
            own = own_rules_at(Path(regulation)).config
            return known.stack(own.regulation, own.own, run_own=False)
        return known.stack(regulation)
    except PluginError as error:
        stop(str(error))
    except OwnRulesError as error:
        stop(str(error))
