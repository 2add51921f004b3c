"""What the signature of a command says of each word on its line: `Annotated[Path, Option("--out", help="...")]`."""

from collections.abc import Sequence

from attrs import frozen


@frozen(eq=False)
class Argument:
    """A word that stands where it stands: what it is for, in English, and what an English help writes for it."""

    help: str = ""
    metavar: str = ""
    show_default: bool = True


@frozen(eq=False)
class Option:
    """A word that is named, and what follows it. Numbers are at least `min`; dates are read in one of the formats."""

    name: str
    help: str = ""
    metavar: str = ""
    min: int | None = None
    formats: Sequence[str] = ()
