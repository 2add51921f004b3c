"""Reads a TOML file once: its content, with exact numbers, and the hash of its bytes; or its errors."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import tomli
from attrs import frozen

from merito.workspace.characters import character, in_one_line, printable, unprintable
from merito.workspace.files import FileError, content_hash, content_of

UNREAD = "non si legge come TOML"
GIVEN_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable namespace", "Duplicate inline")
FAULTS = {
    "Expected '=' after a key": "dopo il nome manca il segno «=»",
    "Invalid value": "il valore non è scritto bene: i testi vanno tra virgolette",
    "Expected newline or end of document": "dopo il valore c'è altro sulla stessa riga",
    "Invalid statement": "la riga non è né «nome = valore» né «[tabella]»",
    "Expected ']'": "la parentesi quadra non è chiusa",
    "Unclosed array": "l'elenco non è chiuso",
    "Unclosed inline table": "la tabella tra parentesi graffe non è chiusa",
    "Unterminated string": "le virgolette non sono chiuse",
    "Illegal character": "c'è un carattere che non si può scrivere lì",
}
ITALIAN_NUMBER = re.compile(r"=\s*\d[\d.]*,\d")
REMEDY = "Un testo sta tra virgolette, una chiave si scrive una volta sola, il file si salva in UTF-8."
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
LARGEST, DECIMALS, DEEPEST = Decimal(10) ** 18, 30, 12
TOO_DEEP = f"ci sono tabelle o elenchi uno dentro l'altro per più di {DEEPEST} livelli"


def toml_fault(error: Exception, line: str) -> str:
    """The error of the TOML parser, with the column; `line` is where it stopped."""
    what = str(getattr(error, "msg", "") or error)
    if what.startswith(GIVEN_TWICE):
        name = line.partition("=")[0].strip()
        return f"{UNREAD}: «{name}» è dato due volte" if name else f"{UNREAD}: una voce è data due volte"
    known = next((told for fault, told in FAULTS.items() if what.startswith(fault)), None)
    column = getattr(error, "colno", 0)
    place = f", colonna {column}" if column else ""
    if ITALIAN_NUMBER.search(line):
        known = 'un numero con la virgola va tra virgolette, come "9.000,50", oppure si scrive col punto, 9000.50'
    return f"{UNREAD}{place}: {known}" if known else f"{UNREAD}{place} ({what})"


@frozen
class Toml:
    """The content of a file, and the SHA-256 of its bytes."""

    data: dict[str, object]
    digest: str


def read_toml(path: Path, home: Path | None = None) -> Toml:
    """Reads a TOML file inside `home`. Raises FileError, also on a number that no figure can be."""
    content = content_of(path, home)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("il file non è in UTF-8", content.count(b"\n", 0, error.start) + 1, REMEDY) from None
    return Toml(sound_toml(text), content_hash(content))


def sound_toml(text: str) -> dict[str, object]:
    """The content of a TOML text, its numbers exact and within limits. Raises FileError."""
    try:
        data = tomli.loads(text, parse_float=_number)
    except RecursionError:
        raise FileError(TOO_DEEP, 0, REMEDY) from None
    except (ValueError, ArithmeticError) as error:
        row = getattr(error, "lineno", 0)
        line = text.splitlines()[row - 1 : row]
        raise FileError(toml_fault(error, "".join(line)), row, REMEDY) from None
    for where, fault in _unsound(data):
        raise FileError(f"{where}: {fault}" if where else fault, 0, REMEDY)
    return data


def as_toml(value: object) -> str:
    """A value as its file writes it, for messages: in a single line, a text without its quotes."""
    return in_one_line(value if isinstance(value, str) else toml_text(value))


def toml_text(value: object) -> str:
    """A value that was read, as a TOML file may contain it again."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{toml_key(key)} = {toml_text(one)}' for key, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_text, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def toml_key(key: str) -> str:
    """A key, between quotes where it must be."""
    return key if BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _number(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:
        raise ValueError(f"il numero «{written[:40]}» non si legge") from None


def _unsound(data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Content that no file needs, and that would be costly or could not be written again; without recursion."""
    left: list[tuple[str, int, object]] = [("", 0, data)]
    while left:
        where, depth, value = left.pop()
        if depth > DEEPEST:
            yield "", TOO_DEEP
            return
        if isinstance(value, dict):
            for key, inner in value.items():
                if fault := unprintable(key):
                    yield printable(where), f"nel nome di una voce c'è {character(fault)}"
                left.append((f"{where}.{key}" if where else key, depth + 1, inner))
        elif isinstance(value, list):
            left += [(where, depth + 1, inner) for inner in value]
        elif isinstance(value, str):
            if fault := unprintable(value):
                yield printable(where), f"nel testo c'è {character(fault)}"
        elif isinstance(value, int | Decimal) and (why := _no_figure(Decimal(value))):
            yield printable(where), why


def _no_figure(value: Decimal) -> str:
    """Why a number is not plausible; tested without expanding a large exponent."""
    if not value.is_finite():
        return "atteso un numero finito"
    if value and (value.adjusted() >= LARGEST.adjusted() or int(value.as_tuple().exponent) < -DECIMALS):
        return "il numero è troppo grande, o ha troppi decimali"
    return ""
