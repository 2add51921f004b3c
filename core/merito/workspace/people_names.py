"""The names of people (`anagrafe.csv`): no figure depends on them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from attrs import frozen

from merito.model.columns import Column, Table
from merito.model.dossier import Dossier
from merito.numbers import day_text
from merito.workspace.columns import read_rows
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import FileError, content_of, holds_names, shown_path
from merito.workspace.heads import folded
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
        "born": Column(name="born", label="nascita", kind="date"),
    },
)


@frozen
class Named:
    """A person by name. The day of birth is printed on forms with persons alone, where two people have one name."""

    surname: str
    name: str = ""
    title: str = ""
    born: date | None = None

    @property
    def full(self) -> str:
        """`dott. Nome Cognome`."""
        return " ".join(filter(None, (self.title, self.name, self.surname)))


def homonyms(names: Mapping[str, Named], dossier: Dossier) -> Mapping[str, str]:
    """People who share first name and surname with another, by id, and the office of each (blank if unknown)."""
    alike: dict[str, list[str]] = defaultdict(list)
    for person, known in names.items():
        alike[folded(f"{known.name} {known.surname}")].append(person)
    return {one: _office(one, dossier) for people in alike.values() if len(people) > 1 for one in people}


def names_apart(names: Mapping[str, Named], dossier: Dossier) -> Mapping[str, str]:
    """Everybody by name, for forms with persons; homonyms with their id, office and day of birth.

    `Nome Cognome (matricola D001, Ufficio studi, nascita 3/4/1970)`.
    """
    told = {person: known.full for person, known in names.items()}
    for person, office in homonyms(names, dossier).items():
        born = names[person].born
        beside = (f"matricola {person}", office, f"nascita {day_text(born)}" if born else "")
        told[person] = f"{told[person]} ({', '.join(filter(None, beside))})"
    return told


def _office(person: str, dossier: Dossier) -> str:
    known = dossier.people.get(person)
    unit = dossier.units.get(known.unit or "") if known else None
    return (unit.name or unit.id) if unit else ""


def names_files(folder: Path, year: int) -> tuple[Path, ...]:
    """The files with names in an ente's folder and in its year's."""
    places = [place for place in (folder, folder / str(year)) if place.is_dir()]
    return tuple(path for place in places for path in sorted(place.iterdir()) if holds_names(path))


def full_names(config: EnteConfig, year: int) -> Mapping[str, str]:
    """Everybody's whole name for the pages and the terminal; none if the names cannot be read, which stops no run."""
    try:
        return {person: one.full for person, one in read_names(config, config.folder, year).items()}
    except BadDataError:
        return {}


def read_names(config: EnteConfig, root: Path, year: int) -> Mapping[str, Named]:
    """The names of an ente's folder and of its year's, by the id of the person. Raises BadDataError."""
    problems, found = Problems(), dict[str, Named]()
    for path in names_files(config.folder, year):
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
        found[person] = Named(surname, name, title, cast(date | None, row.values["born"]))
    return found
