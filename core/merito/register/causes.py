"""What differs behind the figures of two runs: data, parameters, readings, sums, versions, dates."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from merito.model.language import ITALIAN, reader_in
from merito.model.messages import Message, say
from merito.model.simulation import LAYER
from merito.register.entries import GIVEN, INPUTS, PARAMETERS, READINGS, SUPPOSED, Entry
from merito.register.runs import Contents, told_in

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


def setting_text(kind: str, value: Any, words: Callable[[Message], str] | None = None) -> str:
    """A parameter with its layer, a reading with the act that adopts it, a sum; in Italian without `words`."""
    told = words or reader_in(ITALIAN)
    if value is None:
        return ""
    if kind == PARAMETER:
        since = told(say(", dal {day}", day=value["since"])) if value["since"] else ""
        return f"{_text(value['value'], told)} ({value['layer']}{since})"
    if kind == READING:
        state = say("adottata") if value["adopted"] else say("da adottare") if value["open"] else say("non adottata")
        adopted = LAYER if value.get("supposed") else told(state)
        act = told(say(", atto {act}", act=value["act"])) if value.get("act") else ""
        agreed = told(say(", accordo {act}", act=value["agreed"])) if value.get("agreed") else ""
        return f"{value['choice']} ({adopted}{act}{agreed})"
    return _text(value, told)


def _text(value: Any, words: Callable[[Message], str]) -> str:
    if isinstance(value, bool):
        return words(say("sì") if value else say("no"))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(one, words)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_text(one, words) for one in value)
    return str(value)
