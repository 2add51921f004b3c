"""The commands. They are thin: they read, call the cycle and write. What an ente reads is Italian.

Help and errors of the command line are Italian, or in the language of `--lang`.

A command is imported when it is called or shown in a help, not otherwise.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from merito.cli.declared import command_of, group_of, in_short
from merito.cli.spoken import SpokenGroup, run_line
from merito.execution.sweeps import seldom_swept
from merito.model.language import in_words, languages
from merito.model.messages import Message, say
from merito.terminal.console import outputs_that_last
from merito.version import __version__

COMMANDS: Mapping[str, tuple[str, Message]] = {
    "open": (
        "merito.cli.open",
        say(
            "Apre la finestra: una pagina su questo computer per tutto l'anno dell'ufficio, dalle tabelle ai documenti."
        ),
    ),
    "init": (
        "merito.cli.init",
        say(
            "Scrive uno spazio di lavoro vuoto: configurazioni, ogni tabella con le "
            "intestazioni italiane, e una cartella per regole proprie."
        ),
    ),
    "check": ("merito.cli.check", say("Legge tutto, controlla parametri e piano, prova le regole; non scrive nulla.")),
    "run": ("merito.cli.run", say("Esegue il ciclo e ne scrive i risultati, una cartella per ente e anno.")),
    "status": (
        "merito.cli.status",
        say(
            "Dice a che punto è ogni ente: fase, che cosa manca, scadenze, somme sospese. Di molti "
            "enti dagli ultimi risultati, una riga ciascuno; di uno tutto, calcolato ora. Non scrive nulla."
        ),
    ),
    "forms": (
        "merito.cli.forms",
        say("Elenca i moduli di un regolamento, o stampa quelli degli enti dai risultati scritti."),
    ),
    "explain": (
        "merito.cli.explain",
        say("Dice da dove viene una cifra: dati, formula, parametri in vigore, articoli, letture, atti e condizioni."),
    ),
    "history": ("merito.cli.history", say("Elenca le esecuzioni di un ente e le adozioni, dalla più vecchia.")),
    "show": (
        "merito.cli.show",
        say("Dice che cosa ha dato un'esecuzione e di che cosa è fatta: dati, parametri, letture, versioni."),
    ),
    "diff": (
        "merito.cli.diff",
        say("Dice quali cifre cambiano da un'esecuzione a un'altra, o a una simulazione, e perché."),
    ),
    "adopt": (
        "merito.cli.adopt",
        say(
            "Segna l'esecuzione ufficiale di un ente e anno. Nessuna esecuzione che segue ne "
            "prende il posto: lo fa un'altra adozione, e restano entrambe."
        ),
    ),
    "regulations": ("merito.cli.regulations", say("Elenca i regolamenti installati.")),
    "rules": (
        "merito.cli.rules",
        say("Elenca le regole di un regolamento: articolo, che cosa dicono, che cosa ne fa il programma."),
    ),
    "parameters": (
        "merito.cli.parameters",
        say(
            "Elenca i parametri di un regolamento: valore in vigore, chi lo dà, articolo, "
            "che cosa può stabilire l'ente."
        ),
    ),
    "acts": (
        "merito.cli.regulations",
        say("Elenca i tipi di atto che un ente con un regolamento può scrivere, con organo e articolo."),
    ),
    "new-year": (
        "merito.cli.new_year",
        say("Prepara la cartella dell'anno dopo di ogni ente: ciò che dura si riporta, il resto comincia vuoto."),
    ),
    "import": (
        "merito.cli.import_",
        say(
            "Porta in una tabella il foglio di un ufficio: dice quali righe cambiano e ogni problema accanto alla sua "
            "cella, e scrive solo dopo una conferma."
        ),
    ),
    "collect": (
        "merito.cli.collect",
        say("Scrive una scheda per ogni valutatore, con le sue persone e i loro fattori; con --read le riprende."),
    ),
    "trust": (
        "merito.cli.trust",
        say(
            "Autorizza le regole proprie di un ente: ne mostra i file e che cosa è cambiato, "
            "chiede, e ne scrive l'impronta in merito.toml."
        ),
    ),
    "verify": (
        "merito.cli.verify",
        say("Prova un regolamento: il codice, le citazioni, i casi svolti, e ciò che deve valere per ogni ente."),
    ),
    "new-regulation": (
        "merito.cli.new_regulation",
        say(
            "Scrive un nuovo regolamento con regole da completare, o con quelle di un ente: "
            "installato, provato ed eseguito subito."
        ),
    ),
    "register": (
        "merito.cli.register",
        say("Il registro delle esecuzioni: ne verifica la catena, ne stampa l'ultima impronta."),
    ),
}
"""The module of each command, and what it does: a help imports none of them."""
GROUPS: Sequence[tuple[Message, Mapping[str, str]]] = (
    (
        say("L'ufficio, lungo l'anno"),
        {
            "open": "merito open",
            "init": "merito init CARTELLA --regulation REGOLAMENTO --year 2026",
            "check": "merito check .",
            "run": "merito run . --as-of 30/6/2026",
            "status": "merito status . --ente ENTE",
            "explain": "merito explain . person:E1 --ente ENTE",
            "forms": "merito forms . scheda --ente ENTE",
            "import": "merito import . personale.xlsx --table personale",
            "collect": "merito collect . --ente ENTE",
            "new-year": "merito new-year . --from 2025",
        },
    ),
    (
        say("Il registro delle esecuzioni"),
        {
            "history": "merito history ENTE",
            "show": "merito show 12",
            "diff": "merito diff adopted 12",
            "adopt": "merito adopt 12 --act A7",
            "register": "merito register verify",
        },
    ),
    (
        say("Che cosa dice un regolamento"),
        {
            "regulations": "merito regulations",
            "rules": "merito rules REGOLAMENTO --phase premi",
            "parameters": "merito parameters REGOLAMENTO . --ente ENTE",
            "acts": "merito acts REGOLAMENTO",
        },
    ),
    (
        say("Chi scrive regole"),
        {
            "trust": "merito trust ENTE",
            "verify": "merito verify REGOLAMENTO",
            "new-regulation": "merito new-regulation NOME",
        },
    ),
)
"""The commands by who needs them, each with an example."""
EXAMPLES = {name: line for _, commands in GROUPS for name, line in commands.items()}
QUIET = frozenset({"run", "check", "status", "init", "new-year", "forms", "adopt", "verify", "new-regulation"})
"""Commands whose exit code says enough for a script: `--quiet` leaves their errors alone."""
INTERRUPTED = 130
DOES = say(
    "Il ciclo della performance delle amministrazioni pubbliche italiane (D.Lgs. 150/2009): "
    "un modulo per ogni regolamento."
)
VERSION = say("Scrive la versione di merito, e finisce.")
LANG = say(
    "La lingua di comandi ed errori; anche con la variabile MERITO_LANG. Gli atti e i risultati sono in italiano."
)
Handler = Callable[[int, FrameType | None], Any]


class Commands(Mapping[str, click.Command]):
    """The commands by their names, each imported when first needed."""

    def __getitem__(self, name: str) -> click.Command:
        module, does = COMMANDS[name]
        word = name.replace("-", "_")
        found = getattr(import_module(module), f"{word}_" if iskeyword(word) else word)
        return (
            group_of(name, does, found, QUIET)
            if isinstance(found, Mapping)
            else command_of(name, does, found, EXAMPLES[name], name in QUIET)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Program(SpokenGroup):
    """`merito`, with its commands; made for one command line, in its language."""

    def __init__(self) -> None:
        language = click.Option(["lang", "--lang"], metavar="|".join(languages()), help=in_words(LANG))
        version = click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version_told,
            help=in_words(VERSION),
        )
        super().__init__("merito", DOES, params=[version, language])
        self.commands = Commands()  # type: ignore[assignment]  # nobody adds to them

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists them by who needs them, each with an example, without importing any."""
        for title, commands in GROUPS:
            with formatter.section(in_words(title)):
                rows = [((name, in_short(in_words(COMMANDS[name][1]))), ("", line)) for name, line in commands.items()]
                formatter.write_dl([row for pair in rows for row in pair])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **__: Any) -> NoReturn:
        """Runs a command line, and ends the program."""
        run_line(Program, args, prog_name or "merito")


def _version_told(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"merito {__version__}")
        ctx.exit()


app = Program()


def main(on_interrupt: Handler | None = None) -> None:
    """Runs the program `merito`; from here on Ctrl-C calls `on_interrupt`, if given, and SIGTERM is Ctrl-C.

    System errors outside of any ente (a folder, the terminal's own file) end it with the reason.
    """
    seldom_swept()
    outputs_that_last()
    try:
        try:
            if on_interrupt is not None:
                signal.signal(signal.SIGINT, on_interrupt)
            signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
            app()
        finally:
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)  # nothing remains to be done
            sys.stdout.flush()
    except OSError as error:
        _end_refused(error)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _end_refused(error: OSError) -> NoReturn:
    from merito.terminal.console import OPERATION, errors  # noqa: PLC0415 (only where something is wrong)
    from merito.workspace.system_faults import fault_told  # noqa: PLC0415

    with suppress(OSError):
        sys.stdout.close()
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (what could not be written is not tried again)
    with suppress(OSError):
        errors().print(fault_told(error, "uscita del programma"), markup=False, soft_wrap=True)
    sys.exit(OPERATION)
