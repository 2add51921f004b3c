"""Options that several commands share."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from merito.model.messages import Code, say
from merito.regulations import Regulations
from merito.terminal.console import stop
from merito.terminal.options import NAME_OF_ENTE, NUMBER, PLACE, SECONDS, YEAR, Argument, Option

PathArgument = Annotated[
    Path,
    Argument(help=say("Uno spazio di lavoro (merito.toml), o la cartella di un solo ente (ente.toml)."), metavar=PLACE),
]
EnteOption = Annotated[
    list[str] | None, Option("--ente", say("Solo questo ente, per id; si può ripetere."), NAME_OF_ENTE)
]
YearOption = Annotated[
    int | None, Option("--year", say("Anno del ciclo; se manca: quello dello spazio di lavoro."), YEAR)
]
AsOfOption = Annotated[
    date | None,
    Option(
        "--as-of",
        say(
            "Gli atti dopo questo giorno (2022-06-30, 30/6/2022) non si vedono; se manca: oggi, o l'ultimo giorno del "
            "ciclo di un anno passato."
        ),
        say("DATA"),
        formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
    ),
]
JobsOption = Annotated[
    str,
    Option(
        "--jobs", say("Quanti processi; 0 oppure auto: quanti sono i processori. I risultati sono gli stessi."), NUMBER
    ),
]
PatienceOption = Annotated[
    int,
    Option("--patience", say("Quanto possono durare le regole di un ente; 0: senza limite."), SECONDS, min=0),
]
NoOwnRulesOption = Annotated[
    bool, Option("--no-own-rules", say("Non esegue le regole proprie di un ente, e dice che cosa allora manca."))
]
DebugOption = Annotated[
    bool,
    Option("--debug", say("Mostra per intero gli errori imprevisti; di «run» anche crash.txt li conserva.")),
]
PATIENCE = 1800
AUTO = ("0", "auto")


def processes_of(jobs: str) -> int:
    """The number of processes that `--jobs` asks for; ends the program on anything else."""
    if jobs in AUTO:
        return os.cpu_count() or 1
    if not jobs.isdecimal():
        stop(say("--jobs: trovato {jobs}, atteso un numero di processi, oppure auto", jobs=Code(jobs)))
    return int(jobs)


def names_folder(word: str, regulations: Regulations) -> bool:
    """Whether the argument REGULATION is a folder, and not the name of an installed regulation."""
    return word not in regulations.installed() and Path(word).is_dir()
