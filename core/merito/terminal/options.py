"""How the signature of a command declares its arguments and options: `Annotated[Path, Option("--out", say("..."))]`."""

from collections.abc import Sequence

from attrs import frozen

from merito.model.messages import Message, say

DIRECTORY = say("CARTELLA")
NAME_OF_ENTE = say("ENTE")
YEAR = say("ANNO")
SECONDS = say("SECONDI")
REGULATION = say("REGOLAMENTO")
PLACE = say("PERCORSO")
RUN = say("ESECUZIONE")
FILE_NAME = say("FILE")
NUMBER = say("NUMERO")
KIND = say("TIPO")


@frozen(eq=False, kw_only=True)
class Argument:
    """A positional argument: its help, and its placeholder."""

    help: Message
    metavar: Message


@frozen(eq=False)
class Option:
    """A named option and its value: its help, and the placeholder of the value.

    Numbers are at least `min`; dates are read in one of the formats.
    """

    name: str
    help: Message
    metavar: Message | None = None
    min: int | None = None
    formats: Sequence[str] = ()
