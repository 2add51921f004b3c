"""Trust in the own rules of a workspace as they are now, for tests of what they do once they run."""

from hashlib import sha256
from pathlib import Path

import tomli
from click.testing import CliRunner, Result

from merito.cli import app


def digest_of(rules: Path) -> str:
    """What `merito.toml` notes of trusted rules: the hash of the names and hashes of their files."""
    files = sorted(path for path in rules.iterdir() if path.is_file())
    told = "".join(f"{path.name}\n{sha256(path.read_bytes()).hexdigest()}\n" for path in files)
    return f"sha256:{sha256(told.encode()).hexdigest()}"


def trust_rules(place: Path) -> None:
    """Trusts them by the command; rules that cannot be read are left."""
    for path in sorted(place.rglob("ente.toml")):
        try:
            ente = tomli.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if "rules" in ente and "id" in ente:
            CliRunner().invoke(app, ["trust", str(ente["id"]), "--path", str(place), "--yes"], catch_exceptions=False)


def merito_trusting(*words: object) -> Result:
    """A command, on workspaces whose own rules are trusted as they are at this moment."""
    for word in words:
        if Path(str(word)).is_dir():
            trust_rules(Path(str(word)))
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
