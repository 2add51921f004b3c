"""The instructions for printing the forms of one ente, and the report afterwards."""

from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class Orders:
    """Which forms, for whom, and where: `folder` is that of the written results, `target` that of the forms.

    `shared` is the hash of the workspace's file, `adoption` whether the results are the adopted ones (Italian). `forms`
    and `subjects` limit the print; empty means all. `own` is the folder of the ente's templates.
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
    """What was written, as the terminal shows it; or why nothing was."""

    lines: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
