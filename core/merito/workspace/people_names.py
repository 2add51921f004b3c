"""The names of people (`anagrafe.csv`), read only for forms; found in public texts, and replaced by `omissis`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from attrs import frozen

from merito.model.columns import Column, Table
from merito.workspace.columns import read_rows
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import FileError, content_of, holds_names, shown_path
from merito.workspace.problems import BadDataError, Problems
from merito.workspace.raw import read_csv

NAMES = Table(
    name="names",
    label="anagrafe",
    key=("person",),
    scope="both",
    columns={
        "person": Column(name="person", label="persona", kind="id", required=True),
        "surname": Column(name="surname", label="cognome", kind="text", required=True),
        "name": Column(name="name", label="nome", kind="text"),
        "title": Column(name="title", label="titolo", kind="text"),
    },
)
OMITTED = "omissis"


@frozen
class Named:
    """A person by name."""

    surname: str
    name: str = ""
    title: str = ""

    @property
    def full(self) -> str:
        """`dott. Nome Cognome`."""
        return " ".join(filter(None, (self.title, self.name, self.surname)))


def read_names(config: EnteConfig, root: Path, year: int) -> Mapping[str, Named]:
    """The names of an ente's folder and of its year's, by the id of the person. Raises BadDataError."""
    problems, found = Problems(), dict[str, Named]()
    for folder in (config.folder, config.folder / str(year)):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if holds_names(path):
                found.update(_read(path, config, root, problems))
    if problems:
        raise BadDataError(tuple(problems.found))
    return found


def _read(path: Path, config: EnteConfig, root: Path, problems: Problems) -> dict[str, Named]:
    shown = shown_path(path, root)
    try:
        content = content_of(path, config.folder)
    except FileError as error:
        problems.add(error.problem(shown))
        return {}
    raw = read_csv(path.stem, shown, content, config.encoding, problems)
    rows = read_rows(raw, NAMES, config.locale, problems) if raw is not None and raw.heads else None
    found: dict[str, Named] = {}
    for row in rows or ():
        person = str(row.values["person"] or "")
        if person in found:
            problems.tell(row.source, f"la persona «{person}» ha già un nome più sopra")
        surname, name, title = (cast(str, row.values[one] or "") for one in ("surname", "name", "title"))
        found[person] = Named(surname, name, title)
    return found


class NamesInTexts:
    """Finds the people of an ente in texts, by first name and surname, in either order: a surname may be a word."""

    def __init__(self, names: Mapping[str, Named]) -> None:
        whole = {one for named in names.values() for one in _written(named)}
        told = "|".join(_pattern(one) for one in sorted(whole, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{told or '(?!)'})(?!\w)", re.IGNORECASE)

    def are_in(self, text: str) -> bool:
        """Whether a text names somebody."""
        return self._names.search(text) is not None

    def left_out(self, text: str) -> str:
        """A text with `omissis` in place of each name."""
        return self._names.sub(OMITTED, text)


def _written(named: Named) -> tuple[str, ...]:
    first, last = named.name.strip(), named.surname.strip()
    return (f"{first} {last}", f"{last} {first}") if first and last else ()


def _pattern(name: str) -> str:
    return r"[\s,]+".join(map(re.escape, name.split()))
