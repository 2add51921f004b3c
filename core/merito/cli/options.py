"""Options that several commands share."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from merito.regulations import Regulations
from merito.terminal.console import stop
from merito.terminal.options import Argument, Option

PathArgument = Annotated[Path, Argument(help="A workspace (merito.toml) or the folder of one ente (ente.toml).")]
EnteOption = Annotated[list[str] | None, Option("--ente", help="Only this ente, by id; may be repeated.")]
YearOption = Annotated[int | None, Option("--year", help="Year of the cycle; default: the workspace's.")]
AsOfOption = Annotated[
    date | None,
    Option(
        "--as-of",
        metavar="DATE",
        formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        help="Acts after this day (2022-06-30, 30/6/2022) are not seen; default: today.",
    ),
]
JobsOption = Annotated[
    str, Option("--jobs", help="How many processes; 0 or auto: as many as processors. The same results.")
]
PatienceOption = Annotated[
    int,
    Option(
        "--patience", min=0, metavar="SECONDS", help="How long the rules of one ente may take; 0: as long as they like."
    ),
]
NoOwnRulesOption = Annotated[
    bool, Option("--no-own-rules", help="Do not run the rules of an ente's own, and say what is then missing.")
]
PATIENCE = 1800
AUTO = ("0", "auto")


def processes_of(jobs: str) -> int:
    """The number of processes that `--jobs` asks for; ends the program on anything else."""
    if jobs in AUTO:
        return os.cpu_count() or 1
    if not jobs.isdecimal():
        stop(f"--jobs: trovato «{jobs}», atteso un numero di processi, oppure auto")
    return int(jobs)


def names_folder(word: str, regulations: Regulations) -> bool:
    """Whether the argument REGULATION is a folder, and not the name of an installed regulation."""
    return word not in regulations.installed() and Path(word).is_dir()
