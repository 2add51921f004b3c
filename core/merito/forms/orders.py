"""What a command asks to be printed of one ente, and what it is told when that is done."""

from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class Orders:
    """Which forms, of whom, and where: `folder` is that of the written results, `target` where the forms go.

    `shared` is the hash of the workspace's file, `adoption` whether the results are the adopted ones (Italian).
    `forms` and `subjects`: only these; none named, all. `own` is where the ente keeps templates of its own.
    """

    root: Path
    folder: Path
    target: Path
    own: Path
    forms: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    blank: bool = False
    shared: str = ""
    adoption: str = ""


@frozen(kw_only=True)
class Printed:
    """What was written, as the terminal tells it; or why nothing was."""

    lines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
