"""An empty workspace, or another ente in an existing one: configs, and the tables in use, with Italian headers."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePath

from attrs import field, frozen

from merito.model.columns import Table
from merito.model.messages import Code, say
from merito.regulations import Own, Stack
from merito.regulations.competence import who_decides
from merito.workspace.config import CYCLE_FILE, ENTE_FILE, WORKSPACE_FILE, Workspace
from merito.workspace.files import shown_path
from merito.workspace.own_starter import OWN_FOLDER, OWN_TEXTS, OWN_USES
from merito.workspace.problems import WorkspaceError
from merito.workspace.returned_sheets import RETURNED
from merito.workspace.roster import roster
from merito.workspace.spreadsheet_safe import csv_text
from merito.workspace.toml_files import read_toml, toml_key

WORKSPACE = """# Lo spazio di lavoro: una cartella per ente sotto enti/.
[workspace]
enti = ["enti/*"]
year = {year}
out = "out"
locale = "it"
register = "registro.sqlite"    # ogni esecuzione; contiene dati di persone: non si pubblica
"""
ENTE = """# L'ente: «id» è il nome della cartella dei risultati.
id = "{ente}"
name = {name}
regulation = "{regulation}"
"""
WITHOUT_RULES = Own()
OF_ITS_OWN = """kind = "{kind}"
{body}rules = "{folder}"    # la cartella delle sue regole
"""
ITALIAN = 'locale = "it"\n'


def write_workspace(
    folder: Path, stack: Stack, ente: str, year: int, own: Own = WITHOUT_RULES, name: str = ""
) -> tuple[Path, ...]:
    """Writes the files of an empty workspace. Raises WorkspaceError if the folder is not empty.

    An ente of a `kind` is under the national base alone: it gets a folder for rules of its own.

    If the system refuses one file, those written before it are removed again (OSError). Files that others have added
    meanwhile stay.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError(say("{folder}: c'è già qualcosa; indicare una cartella nuova o vuota", folder=folder))
    files = {
        WORKSPACE_FILE: WORKSPACE.format(year=year),
        **ente_files(f"enti/{ente}", stack, ente, year, own, name),
    }
    return write_anew(folder, files)


def write_anew(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Writes files that do not exist, by their names in a folder; all of them, or none (OSError)."""
    files = {folder / name: text for name, text in texts.items()}
    begun = list[Path]()
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                begun.append(path)
                file.write(text)
    except OSError:
        _take_away(begun, files, folder)
        raise
    return tuple(files)


def _take_away(begun: list[Path], files: Mapping[Path, str], folder: Path) -> None:
    for path in begun:
        path.unlink()
    around = {parent for path in files for parent in path.parents if parent.is_relative_to(folder) and parent != folder}
    for parent in sorted(around, key=lambda one: len(one.parts), reverse=True):
        with suppress(OSError):  # missing, or no longer empty
            parent.rmdir()


def ente_files(
    home: str, stack: Stack, ente: str, year: int, own: Own = WITHOUT_RULES, name: str = "", more: str = ""
) -> Mapping[str, str]:
    """The files of a new ente, by their names; `more` are further lines of its config."""
    of_its_own = _of_its_own(own) if own.kind else ""
    shown = json.dumps(name or ente, ensure_ascii=False)
    config = ENTE.format(ente=ente, name=shown, regulation=stack.regulation.name)
    files = {
        f"{home}/{ENTE_FILE}": config + more + of_its_own,
        f"{home}/{year}/{CYCLE_FILE}": cycle_text(stack),
    }
    if own.kind:
        files |= {f"{home}/{OWN_FOLDER}/{name}": text for name, text in OWN_TEXTS.items()}
    begun = OWN_USES if own.kind else ()
    used = [table for name, table in stack.inputs.tables.items() if name not in stack.unused or name in begun]
    used = [table for table in used if table.name not in RETURNED]  # only an import of workbooks writes them
    tables = {f"{home}/{year}/{table.label}.csv": heads_alone(table) for table in used}
    return files | tables


def _of_its_own(own: Own) -> str:
    body = json.dumps(own.governing_body or "Giunta", ensure_ascii=False)
    line = f"{'' if own.governing_body else '# '}governing_body = {body}    # il suo organo di indirizzo\n"
    return OF_ITS_OWN.format(kind=own.kind, body=line, folder=OWN_FOLDER)


@frozen(kw_only=True)
class Lasting:
    """What a year's `cycle.toml` has from the year before: values that last, and notes on those that do not.

    Both by section and key; the values as TOML writes them, the notes in Italian.
    """

    values: Mapping[str, Mapping[str, str]] = field(factory=dict)
    notes: Mapping[str, Mapping[str, str]] = field(factory=dict)

    def line(self, section: str, key: str, blank: str, told: str) -> str:
        """The line of a key: with its value, or commented out and `blank`; `told` is what it says about the key."""
        value, note = self.values.get(section, {}).get(key), self.notes.get(section, {}).get(key)
        name = json.dumps(key) if section == "readings" else toml_key(key)
        written = f"# {name} = {blank}".rstrip() if value is None else f"{name} = {value}"
        return f"{written}    # {note}; {told}" if note else f"{written}    # {told}"


NOTHING_LASTS = Lasting()


def cycle_text(stack: Stack, earlier: Lasting = NOTHING_LASTS) -> str:
    """The text of a year's `cycle.toml`: the keys that it may contain, and what lasts from the year before."""
    return "\n".join(_cycle(stack, earlier))


def heads_alone(table: Table) -> str:
    """The text of an empty table, with Italian headers."""
    return csv_text([[column.label for column in table.columns.values()]], ";")


def _cycle(stack: Stack, earlier: Lasting) -> Iterator[str]:
    """A line for each key, commented out with `#` unless it has a value."""
    yield "# Togliere il segno # e scrivere il valore."
    yield "# Gli importi si scrivono 9000 oppure 9000.50, senza il punto delle migliaia;"
    yield '# oppure, tra virgolette, come in una tabella: "9.000,50".'
    for title, named in (("funds", stack.inputs.funds), ("figures", stack.inputs.figures)):
        yield f"\n[{title}]"
        for one in named.values():
            yield earlier.line(title, one.name, "", f"{one.title}, {one.cites}")
    yield "\n[parameters]"
    for parameter in stack.parameters.values():
        if parameter.ente_may_set is not None:
            who = who_decides(parameter.competence, stack.inputs.acts)
            decides = f"; decide: {who}" if who else ""
            told = f"{parameter.label}; {parameter.ente_may_set}; {parameter.cites}{decides}"
            agreed = ', agreed = ""' if parameter.competence.bodies and parameter.competence.agreed_by else ""
            blank = f'{{ value = , act = ""{agreed} }}' if who else ""
            yield earlier.line("parameters", parameter.key, blank, told)
    yield "\n[readings]"
    for reading in stack.rulebook.interpretations.values():
        if len(reading.choices) > 1:
            act = ', act = ""' if reading.must_adopt else ""
            act += ', agreed = ""' if reading.must_adopt and reading.competence.agreed_by else ""
            choices = ", ".join(reading.choices)
            blank = f'{{ choice = "{reading.default}"{act} }}'
            yield earlier.line("readings", reading.id, blank, f"{reading.unclear} Scelte: {choices}")
    yield ""


def add_ente(
    workspace: Workspace, stack: Stack, ente: str, year: int, own: Own = WITHOUT_RULES, name: str = ""
) -> tuple[Path, ...]:
    """Writes the files of an ente in a workspace, and changes nothing else. Raises WorkspaceError."""
    place = _home_of(workspace, ente)
    shown = shown_path(place, workspace.root)
    taken = next((one for one in roster(workspace) if one.id.casefold() == ente.casefold()), None)
    if taken is not None or place.exists():
        if taken is not None:
            raise WorkspaceError(say("l'ente {ente} c'è già: è {name}", ente=Code(ente), name=Code(taken.name)))
        raise WorkspaceError(say("l'ente {ente} c'è già: c'è già la cartella {folder}", ente=Code(ente), folder=shown))
    more = "" if workspace.locale == "it" else ITALIAN
    return write_anew(workspace.root, ente_files(shown, stack, ente, year, own, name, more))


def _home_of(workspace: Workspace, ente: str) -> Path:
    """The folder of the other enti. Raises WorkspaceError if `enti` would not find the new one there."""
    place = workspace.folders[0].parent / ente if workspace.folders else workspace.root / "enti" / ente
    main = read_toml(workspace.root / WORKSPACE_FILE).data.get("workspace")
    patterns = main.get("enti", ["enti/*"]) if isinstance(main, dict) else ["enti/*"]
    inside = PurePath(shown_path(place, workspace.root))
    if not any(inside.match(pattern) for pattern in patterns):
        raise WorkspaceError(
            f"{WORKSPACE_FILE}: «enti» non prenderebbe {inside}: aggiungervi «{inside}», poi ripetere il comando"
        )
    return place
