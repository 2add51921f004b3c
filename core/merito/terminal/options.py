"""How the signature of a command declares its arguments and options: `Annotated[Path, Option("--out", help="...")]`."""

from collections.abc import Sequence

from attrs import frozen


@frozen(eq=False)
class Argument:
    """A positional argument: its help, in English, and its placeholder in an English help."""

    help: str = ""
    metavar: str = ""
    show_default: bool = True


@frozen(eq=False)
class Option:
    """A named option and its value. Numbers are at least `min`; dates are read in one of the formats."""

    name: str
    help: str = ""
    metavar: str = ""
    min: int | None = None
    formats: Sequence[str] = ()
