"""Reads the `ente.toml` of an ente: who it is, and under which regulation."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from merito.model.source import Source
from merito.workspace.cells import LOCALES
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, Workspace
from merito.workspace.ente_ids import id_fault
from merito.workspace.files import FileError, shown_path
from merito.workspace.heads import near_key
from merito.workspace.problems import BadDataError, Problem, Problems
from merito.workspace.system_faults import unreadable_is_bad_data
from merito.workspace.toml_files import as_toml, read_toml

REQUIRED = ("id", "name", "regulation")
TEXT_KEYS = (*REQUIRED, "rules", "locale", "encoding")
ENTE_KEYS = (*TEXT_KEYS, "parameters", "readings")
ENCODINGS = ("utf-8", "cp1252")


@frozen(kw_only=True)
class EnteConfig:
    """What `ente.toml` says, its hash, and the folder in which it lies.

    `faults` are what is wrong in it without hindering the rest from being read: they are told with what is wrong there.
    """

    id: str
    name: str
    regulation: str
    folder: Path
    locale: str
    encoding: str = "utf-8"
    rules: Path | None = None
    digest: str = ""
    parameters: Mapping[str, object] = field(factory=dict)
    readings: Mapping[str, object] = field(factory=dict)
    faults: tuple[Problem, ...] = ()


def read_ente(folder: Path, workspace: Workspace) -> EnteConfig:
    """The config of one ente. Raises BadDataError, with all that is wrong in it, where its data cannot be read."""
    with unreadable_is_bad_data(workspace.root):
        return _read_ente(folder, workspace)


def _read_ente(folder: Path, workspace: Workspace) -> EnteConfig:
    path = folder / ENTE_FILE
    shown = shown_path(path, workspace.root)
    if not path.is_file():
        remedy = f"Ogni cartella di ente ha il suo {ENTE_FILE}."
        raise BadDataError((Problem(source=Source(shown, 0), message="manca il file", remedy=remedy),))
    try:
        file = read_toml(path, folder)
    except FileError as error:
        raise BadDataError((error.problem(shown),)) from None
    data, faults, hindering = file.data, Problems(), Problems()
    for key in data:
        if key not in ENTE_KEYS:
            faults.add(_key_problem(shown, key, "chiave sconosciuta", near_key(key, ENTE_KEYS)))
    parameters, readings = (_table(data, key, shown, faults) for key in ("parameters", "readings"))
    texts = {key: _text(data, key, shown, hindering) for key in TEXT_KEYS}
    locale, encoding = texts["locale"] or workspace.locale or "", texts["encoding"] or "utf-8"
    for key, fault in _unfit(texts, locale, encoding, folder):
        hindering.add(_key_problem(shown, key, fault))
    if hindering:
        raise BadDataError((*faults.found, *hindering.found))
    return EnteConfig(
        id=texts["id"],
        name=texts["name"],
        regulation=texts["regulation"],
        folder=folder,
        locale=locale,
        encoding=encoding,
        rules=folder / texts["rules"] if texts["rules"] else None,
        digest=file.digest,
        parameters=parameters,
        readings=readings,
        faults=tuple(faults.found),
    )


def _unfit(texts: Mapping[str, str], locale: str, encoding: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Keys with a text that cannot stand there, and why."""
    identifier, rules = texts["id"], texts["rules"]
    if identifier and (fault := id_fault(identifier)):
        yield "id", f"trovato «{identifier}», {fault}"
    if locale not in LOCALES:
        yield "locale", f"trovato «{locale}», atteso «it» o «en»: qui o in [workspace] di {WORKSPACE_FILE}"
    if encoding not in ENCODINGS:
        yield "encoding", f"trovato «{encoding}», atteso uno tra {', '.join(ENCODINGS)}"
    if rules and not ((folder / rules).is_file() and (folder / rules).resolve().is_relative_to(folder)):
        yield "rules", f"«{rules}» non è un file in questa cartella"


def _key_problem(shown: str, key: str, message: str, remedy: str = "") -> Problem:
    return Problem(source=Source(shown, 0), message=f"«{key}»: {message}", remedy=remedy)


def _text(data: Mapping[str, object], key: str, shown: str, problems: Problems) -> str:
    value = data.get(key)
    if value is None and key not in REQUIRED:
        return ""
    if not isinstance(value, str) or not value.strip():
        problems.add(
            _key_problem(shown, key, "manca" if value is None else f"trovato {as_toml(value)}, atteso un testo")
        )
        return ""
    return value


def _table(data: Mapping[str, object], key: str, shown: str, problems: Problems) -> Mapping[str, object]:
    value = data.get(key, {})
    if isinstance(value, dict):
        return value
    problems.add(_key_problem(shown, key, f"trovato {as_toml(value)}, attesa una tabella [{key}]"))
    return {}
