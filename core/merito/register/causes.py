"""What differs behind the figures of two runs: data, parameters, readings, sums, versions, dates."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from merito.model.simulation import LAYER
from merito.register.entries import GIVEN, INPUTS, PARAMETERS, READINGS, SUPPOSED, Entry
from merito.register.runs import Contents, told_in

ACTS_OF_A_READING = (("act", "atto"), ("agreed", "accordo"))
INPUT, PARAMETER, READING, SUM = "input", "parameter", "reading", "given"
EDITION, REGULATION, PLUGIN, ENGINE = "edition", "regulation", "plugin", "engine"
AS_OF, PROVISIONAL, YEAR = "as_of", "provisional", "year"
SETTINGS = ("merito.toml", "ente.toml", "cycle.toml")
CAUSES = {
    YEAR: "anno",
    REGULATION: "regolamento",
    EDITION: "edizione",
    AS_OF: "data dell'esecuzione",
    PROVISIONAL: "esecuzione di prova",
    ENGINE: "versione di merito",
    PLUGIN: "versione del plugin",
    PARAMETER: "parametro",
    READING: "lettura",
    SUM: "importo o dato di cycle.toml",
    INPUT: "file di dati",
}


@frozen
class Cause:
    """An input of the figures that differs: its kind, its name, old and new value.

    `told` is True for a settings file whose changes are causes of their own (a parameter, a reading, a sum).
    """

    kind: str
    name: str
    old: str
    new: str
    told: bool = False


def causes_of(reader: Contents, old: Entry, new: Entry) -> Iterator[Cause]:
    """Everything that differs behind the figures of two runs."""
    one, two = old.body, new.body
    for kind in (YEAR, REGULATION, EDITION, AS_OF, PROVISIONAL):
        if one[kind] != two[kind]:
            yield Cause(kind, "", str(one[kind]), str(two[kind]))
    yield from _made_by(ENGINE, "", one[ENGINE], two[ENGINE])
    before, after = ({plugin["layer"]: plugin for plugin in body["plugins"]} for body in (one, two))
    for layer in dict.fromkeys((*before, *after)):
        yield from _made_by(PLUGIN, layer, before.get(layer, {}), after.get(layer, {}))
    settings = [
        *_values(PARAMETER, *_both(reader, old, new, PARAMETERS)),
        *_values(READING, *_both(reader, old, new, READINGS)),
        *_sums(reader, old, new),
    ]
    yield from settings
    files, other = _both(reader, old, new, INPUTS)
    for file in dict.fromkeys((*files, *other)):
        if files.get(file) != other.get(file):
            told = bool(settings) and file.rpartition("/")[2] in SETTINGS
            yield Cause(INPUT, file, files.get(file, ""), other.get(file, ""), told)


def _both(reader: Contents, old: Entry, new: Entry, part: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if old.body[part] == new.body[part]:
        return {}, {}
    return told_in(reader, old, part), told_in(reader, new, part)


def _sums(reader: Contents, old: Entry, new: Entry) -> Iterator[Cause]:
    before, after = _both(reader, old, new, GIVEN)
    for section in dict.fromkeys((*before, *after)):
        for cause in _values(SUM, before.get(section, {}), after.get(section, {})):
            name = f"{section}.{cause.name}"
            yield evolve(cause, old=cause.old + _said(old, name), new=cause.new + _said(new, name))


def _said(entry: Entry, name: str) -> str:
    return f" ({LAYER})" if name in entry.body.get(SUPPOSED, ()) else ""


def _made_by(kind: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Cause]:
    """A version that changed; with the same version, the hash of its files."""
    if old != new:
        same = old.get("version") == new.get("version")
        yield Cause(kind, name, _version(old, with_files=same), _version(new, with_files=same))


def _version(made_by: Mapping[str, str], *, with_files: bool) -> str:
    if not made_by:
        return ""
    return f"{made_by['version']}, file {made_by['files'][:12]}" if with_files else made_by["version"]


def _values(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Cause]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Cause(kind, name, setting_text(kind, old.get(name)), setting_text(kind, new.get(name)))


def setting_text(kind: str, value: Any) -> str:
    """A value as shown: a parameter with its layer, a reading with the act that adopts it."""
    if value is None:
        return ""
    if kind == PARAMETER:
        since = f", dal {value['since']}" if value["since"] else ""
        return f"{_text(value['value'])} ({value['layer']}{since})"
    if kind == READING:
        adopted = "adottata" if value["adopted"] else "da adottare" if value["open"] else "non adottata"
        adopted = LAYER if value.get("supposed") else adopted
        acts = "".join(f", {word} {value[key]}" for key, word in ACTS_OF_A_READING if value.get(key))
        return f"{value['choice']} ({adopted}{acts})"
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)
