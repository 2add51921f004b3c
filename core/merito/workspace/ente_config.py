"""Reads the `ente.toml` of an ente: its identity and its regulation."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import quote

from attrs import field, frozen

from merito.contract.identity import ENTE_KINDS
from merito.model.source import Source
from merito.regulations import BASE, Own, Trust
from merito.workspace.cells import LOCALES
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, Workspace
from merito.workspace.files import FileError, shown_path
from merito.workspace.heads import near_key, suggestion
from merito.workspace.problems import BadDataError, Problem, Problems
from merito.workspace.system_faults import unreadable_is_bad_data
from merito.workspace.toml_files import as_toml, read_toml

REQUIRED = ("id", "name", "regulation")
OF_OWN_RULES = ("kind", "governing_body")
TEXT_KEYS = (*REQUIRED, "rules", *OF_OWN_RULES, "locale", "encoding")
ENTE_KEYS = (*TEXT_KEYS, "parameters", "readings", "letterhead", "signatories", "bodies")
ENCODINGS = ("utf-8", "cp1252")
IN_A_FOLDER = (
    'le regole proprie stanno in una cartella, come rules = "regole": lì rules.py, con local_rules.toml che diventa '
    "rules.toml e local_interpretations.toml che diventa interpretations.toml"
)
NO_WORKSPACE = (
    f"Le autorizza il {WORKSPACE_FILE} di uno spazio di lavoro, e intorno a questo ente non c'è: scriverlo in una "
    'cartella che lo contiene, con enti = ["..."] in [workspace], poi merito trust'
)
SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
OF_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
OF_FILES = {"index.html", "comparison.csv", "run.json"}
OF_YEARS = re.compile(r"index-\d{4}\.html|comparison-\d{4}\.csv")
EXPECTED = "attese lettere, cifre, punto, - e _: è il nome della cartella dei risultati"


@frozen(kw_only=True)
class EnteConfig:
    """The content of `ente.toml`, its hash, and its folder.

    `own` are the rules of its own, in a folder, and its identity if these are layered on the national base alone.
    `letterhead` are the lines above its forms, `signatories` who signs for each body, `bodies` the names that it gives
    to each body. `faults` are errors that do not
    prevent the rest from being read; they are reported together with errors there.
    """

    id: str
    name: str
    regulation: str
    folder: Path
    locale: str
    encoding: str = "utf-8"
    own: Own = field(factory=Own)
    digest: str = ""
    parameters: Mapping[str, object] = field(factory=dict)
    readings: Mapping[str, object] = field(factory=dict)
    letterhead: tuple[str, ...] = ()
    signatories: Mapping[str, str] = field(factory=dict)
    bodies: Mapping[str, tuple[str, ...]] = field(factory=dict)
    faults: tuple[Problem, ...] = ()


def read_ente(folder: Path, workspace: Workspace) -> EnteConfig:
    """The config of one ente. Raises BadDataError, with all errors, if its data cannot be read."""
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
    letterhead, signatories = (_table(data, key, shown, faults) for key in ("letterhead", "signatories"))
    bodies = _table(data, "bodies", shown, faults)
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
        own=Own(
            folder=folder / texts["rules"] if texts["rules"] else None,
            kind=texts["kind"],
            governing_body=texts["governing_body"],
            trust=_trust(texts["id"], workspace),
        ),
        digest=file.digest,
        parameters=parameters,
        readings=readings,
        letterhead=_lines(letterhead, shown, faults),
        signatories=_names(signatories, shown, faults),
        bodies=_names_of_bodies(bodies, shown, faults),
        faults=tuple(faults.found),
    )


def _trust(ente: str, workspace: Workspace) -> Trust | None:
    """What the workspace trusts of an ente, by its id."""
    if workspace.own_rules is None:
        return None
    if workspace.trusts is None:
        return Trust(remedy=NO_WORKSPACE)
    command = f"merito trust {ente} --path {quote(str(workspace.trusts))}"
    told = f"Chi se ne fida, dopo averle lette, le autorizza in {WORKSPACE_FILE} con: {command}"
    return Trust(workspace.own_rules.get(ente, ""), told)


def _unfit(texts: Mapping[str, str], locale: str, encoding: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Keys with an invalid text, and why."""
    identifier = texts["id"]
    if identifier and (fault := id_fault(identifier)):
        yield "id", f"trovato «{identifier}», {fault}"
    if locale not in LOCALES:
        yield "locale", f"trovato «{locale}», atteso «it» o «en»: qui o in [workspace] di {WORKSPACE_FILE}"
    if encoding not in ENCODINGS:
        yield "encoding", f"trovato «{encoding}», atteso uno tra {', '.join(ENCODINGS)}"
    if texts["rules"] and (fault := _folder_fault(texts["rules"], folder)):
        yield "rules", fault
    yield from _unfit_identity(texts)


def _folder_fault(rules: str, folder: Path) -> str:
    """Why a text does not name a folder of rules inside that of the ente; blank if it does."""
    place = folder / rules
    if place.is_file() and place.resolve().is_relative_to(folder):
        return f"«{rules}» è un file: {IN_A_FOLDER}"
    inside = place.resolve().is_relative_to(folder) and place.resolve() != folder
    if not place.is_dir() or not inside:
        return f"«{rules}» non è una cartella dentro quella dell'ente"
    if place.name.isdecimal():
        return f"«{rules}» è la cartella di un anno: le regole stanno in una cartella loro, come «regole»"
    return ""


def _unfit_identity(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Identity keys that only an ente under the national base may, and must, give."""
    kind, kinds = texts["kind"], ", ".join(ENTE_KINDS)
    if texts["regulation"] != BASE:
        for key in OF_OWN_RULES:
            if texts[key]:
                yield key, f"lo dice il regolamento «{texts['regulation']}»: si toglie da qui"
        return
    if not texts["rules"]:
        yield "rules", f"manca: con il regolamento «{BASE}» l'ente ha le sue regole in una cartella, come «regole»"
    if kind not in ENTE_KINDS:
        found = f"trovato «{kind}», atteso" if kind else "manca il tipo di ente:"
        yield "kind", f"{found} uno tra {kinds}. {suggestion(kind, ENTE_KINDS)}".rstrip()


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


def _lines(table: Mapping[str, object], shown: str, problems: Problems) -> tuple[str, ...]:
    """The lines of a letterhead: `lines = ["...", "..."]`."""
    lines = table.get("lines", [])
    if set(table) - {"lines"} or not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
        problems.add(
            _key_problem(shown, "letterhead", 'ci sta solo un elenco di righe, come lines = ["Ente", "Ufficio"]')
        )
        return ()
    return tuple(lines)


def _names(table: Mapping[str, object], shown: str, problems: Problems) -> Mapping[str, str]:
    """Who signs for each body."""
    for body, name in table.items():
        if not isinstance(name, str):
            told = f'«{body}»: trovato {as_toml(name)}, atteso un nome, come "{body}" = "Nome Cognome"'
            problems.add(_key_problem(shown, "signatories", told))
    return {body: name for body, name in table.items() if isinstance(name, str)}


def _names_of_bodies(table: Mapping[str, object], shown: str, problems: Problems) -> Mapping[str, tuple[str, ...]]:
    """The names of each body: `oiv = ["Nucleo di valutazione"]`."""
    found: dict[str, tuple[str, ...]] = {}
    for body, value in table.items():
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and all(isinstance(one, str) and one.strip() for one in names):
            found[body] = tuple(names)
        else:
            told = f'«{body}»: trovato {as_toml(value)}, attesi dei nomi, come {body} = ["Nucleo di valutazione"]'
            problems.add(_key_problem(shown, "bodies", told))
    return found


def id_fault(identifier: str) -> str:
    """Why a text cannot be the id of an ente (Italian); blank if it can."""
    if not SAFE.fullmatch(identifier):
        return EXPECTED
    if identifier.casefold().partition(".")[0] in OF_DEVICES:
        return "in Windows è il nome di un dispositivo, non può esserlo di una cartella"
    if identifier.casefold() in OF_FILES or OF_YEARS.fullmatch(identifier.casefold()):
        return "è il nome di un file che sta accanto alle cartelle dei risultati"
    return ""
