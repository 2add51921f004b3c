"""The options that only `merito run` has."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from merito.model.messages import say
from merito.terminal.options import DIRECTORY, SECONDS, Option


class FailOn(StrEnum):
    """What else than an error sets the exit code 1."""

    BLOCKED = "blocked"
    WARNING = "warning"


class LogAs(StrEnum):
    """The format of a log."""

    JSON = "json"


ProvisionalOption = Annotated[
    bool,
    Option(
        "--provisional",
        say("Apre le condizioni delle fasi; ogni cifra lo dice, e di quanto è sospeso nulla si paga."),
    ),
]
DaskOption = Annotated[
    str | None, Option("--dask", say("Esegue sul cluster Dask che risponde a questo indirizzo."), say("INDIRIZZO"))
]
OnlyChangedOption = Annotated[
    bool,
    Option(
        "--only-changed",
        say("Salta gli enti i cui risultati sono già quelli che darebbe un'esecuzione a questa data."),
    ),
]
FailedOption = Annotated[
    bool,
    Option("--failed", say("Solo gli enti che l'ultima volta non sono riusciti, o a cui non si è arrivati.")),
]
OutOption = Annotated[
    Path | None, Option("--out", say("Cartella dei risultati; se manca: quella dello spazio di lavoro."), DIRECTORY)
]
FailOnOption = Annotated[
    list[FailOn] | None,
    Option(
        "--fail-on",
        say("Esce con 1 anche per questo: blocked (somme sospese o fasi bloccate), warning (avvisi); si può ripetere."),
    ),
]
WaitOption = Annotated[
    int,
    Option(
        "--wait",
        say("Quanto attendere un'altra esecuzione nella stessa cartella di risultati; se manca, si rinuncia."),
        SECONDS,
        min=0,
    ),
]
LimitOption = Annotated[
    int,
    Option("--limit", say("Quanto può durare tutta l'esecuzione; 0: senza limite."), SECONDS, min=0),
]
FormatsOption = Annotated[
    str | None,
    Option(
        "--formats",
        say("Che cosa si scrive: csv,xlsx,html; se manca: quanto dice lo spazio di lavoro."),
        say("ELENCO"),
    ),
]
JsonOption = Annotated[bool, Option("--json", say("Scrive run.json sull'uscita, in luogo del testo."))]
LogOption = Annotated[
    LogAs | None, Option("--log", say("json: una riga di JSON sull'uscita degli errori appena un ente finisce."))
]
NamesOption = Annotated[
    bool, Option("--names", say("Nelle righe di --log anche i messaggi, che possono nominare persone e dati."))
]
