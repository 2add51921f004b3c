"""`merito new-regulation`: a complete, installable and tested plugin with placeholder rules."""

from datetime import date
from pathlib import Path
from typing import Annotated

from merito.contract.faults import PluginError
from merito.contract.identity import ENTE_KINDS
from merito.model.language import in_words
from merito.model.messages import Code, Message, nearly, say
from merito.terminal.console import console, in_lines, stop
from merito.terminal.options import DIRECTORY, KIND, YEAR, Argument, Option
from merito.testing.own_rules import wrapped_rules
from merito.testing.starter import Named, StarterError, in_checkout, name_problem, near_names, outside
from merito.workspace.cells import is_year
from merito.workspace.common import installed_regulations
from merito.workspace.own_rules import OwnRulesError, own_rules_at
from merito.workspace.system_faults import fault_told


def new_regulation(
    name: Annotated[
        str, Argument(help=say("Lettere minuscole, cifre e _: come lo nominerà un ente."), metavar=say("NOME"))
    ],
    here: Annotated[
        bool, Option("--here", say("Come plugins/NOME dei sorgenti di merito che stanno in --into."))
    ] = False,
    into: Annotated[
        Path, Option("--into", say("Dove si fa la cartella merito-NOME (con --here: i sorgenti)."), DIRECTORY)
    ] = Path(),
    from_own: Annotated[
        Path | None,
        Option("--from", say("La cartella di un ente: le sue regole proprie diventano il regolamento."), DIRECTORY),
    ] = None,
    kind: Annotated[
        str | None, Option("--kind", say("Il tipo di ente: {kinds}; se manca: il primo.", kinds=ENTE_KINDS), KIND)
    ] = None,
    year: Annotated[
        int | None,
        Option(
            "--year", say("Il primo anno che il regolamento governa; se manca: quest'anno, o il primo dell'ente."), YEAR
        ),
    ] = None,
) -> None:
    """Write a new plugin with placeholder rules, or with those of an ente, ready to install, test and run."""
    regulations = installed_regulations()
    taken = tuple(regulations.installed())
    if problem := name_problem(name, taken):
        stop(problem)
    if kind is not None and kind not in ENTE_KINDS:
        stop(nearly(_found("--kind", kind, tuple(ENTE_KINDS)), kind, ENTE_KINDS))
    if year is not None and not is_year(year):
        stop(say("--year {year}: non è un anno in cui ci può essere un ciclo", year=str(year)))
    if kind and from_own:
        stop(say("--kind: con --from è quello dell'ente"))
    try:
        own = own_rules_at(from_own) if from_own else None
        wrapped = wrapped_rules(own, regulations) if own else None
        of_kind = own.config.own.kind if own else kind or ENTE_KINDS[0]
        first = year or (own and own.since) or date.today().year
        written = (in_checkout if here else outside)(Named(name), into, of_kind, first, wrapped)
    except (StarterError, OwnRulesError, PluginError) as error:
        stop(str(error))
    except OSError as error:
        stop(fault_told(error, into))
    done = say(
        "scritto {n} file in {folder}; ora:",
        many="scritti {n} file in {folder}; ora:",
        number="n",
        n=len(written.files),
        folder=str(written.base),
    )
    lines = [in_words(done), *(f"  {one}" for one in written.next_steps)]
    for other in near_names(name, taken):
        lines.append(
            in_words(
                say("nota: {other}, che è installato, ha un nome simile a {name}", other=Code(other), name=Code(name))
            )
        )
    console().print(in_lines("\n".join(lines)), soft_wrap=True)


def _found(option: str, word: str, known: tuple[str, ...]) -> Message:
    return say("{option}: trovato {word}, atteso uno tra {known}", option=option, word=Code(word), known=known)
