"""The folder of an ente's own rules; each file is read once, so that what is hashed is what runs."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

from merito.contract.faults import OWN, Fault, PluginError
from merito.model.messages import Message, nearly, say
from merito.regulations.layer_files import DATA_FILES

CASES = "cases"
PYTHON, TOML = ".py", ".toml"
OF_A_DISTRIBUTION = ("__init__.py", "regulation.py")
"""Files of a distribution that `merito new-regulation --from` adds."""
PASSED_OVER = (".", "~$", "__pycache__")


@frozen
class Trust:
    """The digest of the own rules that may run, blank if none may; `remedy` says how to trust them."""

    digest: str = ""
    remedy: Message | str = ""


@frozen
class Own:
    """The folder of own rules in an ente's config, and the identity of the ente.

    `kind` (one of ENTE_KINDS) and `governing_body` apply if the rules are layered on the national base alone. Without
    `trust` the rules run whatever they are: their author has named them.
    """

    folder: Path | None = None
    kind: str = ""
    governing_body: str = ""
    trust: Trust | None = Trust()


@frozen
class Held:
    """A file as read; a missing one is empty."""

    name: str
    content: bytes | None

    def is_file(self) -> bool:
        return self.content is not None

    def read_bytes(self) -> bytes:
        return self.content or b""


@frozen
class OwnFiles:
    """The rules of an ente: the data files and modules of its folder, by name, as in a plugin's package."""

    folder: Path
    content: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """Its name in error messages."""
        return self.folder.name

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of its modules, in alphabetical order."""
        return tuple(name.removesuffix(PYTHON) for name in self.content if name.endswith(PYTHON))

    def held(self, name: str) -> Held:
        """One of its files."""
        return Held(name, self.content.get(name))

    @property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of each, by name."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.content.items()}


def read_own_files(folder: Path) -> OwnFiles:
    """Raises PluginError with all that is wrong: unreadable files, and files that do not belong there."""
    try:
        paths, problems = own_paths(folder), list(_out_of_place(folder))
        problems += [
            _at(path, say("è un collegamento a un file fuori dalla cartella: copiarlo qui"))
            for path in paths
            if not path.resolve().is_relative_to(folder.resolve())
        ]
        if problems:
            raise PluginError(problems)
        content = {path.name: path.read_bytes() for path in paths}
    except OSError as error:
        raise PluginError(
            [say("{folder}: non si legge: {why}", folder=folder.name, why=error.strerror or "")]
        ) from None
    if strange := [name for name, text in content.items() if not _is_utf_8(text)]:
        raise PluginError(_at(folder / name, say("non è un testo in UTF-8: salvarlo in UTF-8")) for name in strange)
    return OwnFiles(folder, content)


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def own_paths(folder: Path) -> list[Path]:
    """The files of a folder that are rules: data files and modules, by name."""
    known = (path for path in folder.iterdir() if path.is_file() and not _passed_over(path))
    return sorted(path for path in known if path.suffix == PYTHON or path.name in DATA_FILES)


def _passed_over(path: Path) -> bool:
    return path.name.startswith(PASSED_OVER)


def _at(path: Path, what: Message) -> Fault:
    return Fault(OWN, path.name, what, path.parent.name)


def _out_of_place(folder: Path) -> Iterator[Fault]:
    """Files that look like rules, but would not be read."""
    for path in sorted(folder.iterdir()):
        if _passed_over(path) or path.name == CASES:
            continue
        if path.is_dir():
            if any(one.suffix in (PYTHON, TOML) for one in path.iterdir()):
                yield _at(path, say("è una sottocartella: le regole stanno nella cartella, gli esempi svolti in cases"))
        elif path.name in OF_A_DISTRIBUTION:
            yield _at(path, say("è di una distribuzione: qui si toglie (merito new-regulation --from lo scrive)"))
        elif path.suffix == TOML and path.name not in DATA_FILES:
            what = say("non è un file di regole; i file di dati sono {known}", known=DATA_FILES)
            yield _at(path, nearly(what, path.name, DATA_FILES))
        elif path.suffix == PYTHON and not path.stem.isidentifier():
            yield _at(path, say("il nome di un modulo è di sole lettere, cifre e _, come rules.py"))
