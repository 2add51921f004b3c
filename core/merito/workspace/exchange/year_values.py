"""The values of a year in `cycle.toml`: one key set or removed, with comments and every other line as they are.

A value is what TOML holds: a number, a text (`"9.000,50"`), true or false, a list, or `{ value, act, agreed }` and
`{ choice, act, agreed }`.
"""

import json
import re
from collections.abc import Mapping

import tomli

from merito.model.messages import Code, say
from merito.workspace.config import CYCLE_FILE
from merito.workspace.cycle_file import CYCLE_KEYS, READINGS
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.files import FileError, content_hash, content_of, shown_path
from merito.workspace.starter import cycle_text
from merito.workspace.toml_files import sound_toml, toml_key, toml_text
from merito.workspace.toml_statements import TomlStatement, statements

BOM = "\ufeff"
NOTE = "    # "


def with_value(site: Site, section: str, key: str, value: object | None) -> NewContent:
    """The year's `cycle.toml` with a value under a key of `[funds]`, `[figures]`, `[parameters]` or `[readings]`.

    None removes it. A fund or figure is known by its English name or its Italian label. Raises ExchangeError if the
    file cannot be read, or has the key in a form that is only changed by hand.
    """
    path = site.year_folder / CYCLE_FILE
    shown = shown_path(path, site.workspace.root)
    if section not in CYCLE_KEYS:
        raise ExchangeError(say("{file}: non c'è la tabella {name}", file=shown, name=Code(section)))
    text, seen = _text(site)
    data = _data(text, shown)
    table = data.get(section, {})
    names = names_of(site, section, key)
    there = next((name for name in names if isinstance(table, dict) and name in table), None)
    written = None if value is None else toml_text(value)
    if there is None and written is None:
        noted = text
    elif there is not None:
        noted = _changed(text, section, there, written)
    else:
        noted = _added(text, section, key, str(written))
    kept = dict(table) if isinstance(table, dict) else {}
    kept.pop(there or key, None)
    wanted = {name: one for name, one in data.items() if name != section}
    whole = kept if value is None else {**kept, there or key: tomli.loads(f"value = {written}")["value"]}
    if _without_blank(_parsed(noted)) != _without_blank({**wanted, section: whole}):
        entry = f"{toml_key(there or key)} = {written or ''}"
        raise ExchangeError(
            say(
                "{file}: è scritto in un modo che da qui non si cambia: correggere a mano, in [{section}]: {entry}",
                file=shown,
                section=section,
                entry=entry,
            )
        )
    return NewContent(path=path, shown=shown, content=noted.encode("utf-8"), seen=seen)


def _parsed(text: str) -> dict[str, object] | None:
    """The content of a TOML text; None if it is none."""
    try:
        return tomli.loads(text.removeprefix(BOM))
    except tomli.TOMLDecodeError:
        return None


def _text(site: Site) -> tuple[str, str | None]:
    """The file of the year and its hash; if there is none, the one that a new year begins with."""
    path = site.year_folder / CYCLE_FILE
    if not path.exists():
        return cycle_text(site.stack), None
    try:
        content = content_of(path, site.config.folder)
        return content.decode("utf-8"), content_hash(content)
    except FileError as error:
        raise ExchangeError(str(error.problem(shown_path(path, site.workspace.root)))) from None
    except UnicodeDecodeError:
        raise ExchangeError(say("{file}: il file non è in UTF-8", file=path.name)) from None


def _data(text: str, shown: str) -> Mapping[str, object]:
    try:
        sound_toml(text.removeprefix(BOM))
    except FileError as error:
        raise ExchangeError(str(error.problem(shown))) from None
    return tomli.loads(text.removeprefix(BOM))


def names_of(site: Site, section: str, key: str) -> tuple[str, ...]:
    """The names under which a value may stand: those of a fund or figure are two."""
    inputs = site.stack.inputs
    declared = {"funds": inputs.funds, "figures": inputs.figures}.get(section, {})
    one = next((one for one in declared.values() if key in (one.name, one.label)), None)
    return (key,) if one is None else tuple(dict.fromkeys((key, one.name, one.label)))


def _changed(text: str, section: str, key: str, written: str | None) -> str:
    """The text with the statement of a key changed; the same text if it is not a single statement."""
    found = [one for one in statements(text.removeprefix(BOM)) if any(path[:2] == (section, key) for path in one.paths)]
    match found:
        case [TomlStatement(table=(one,)) as statement] if one == section and not _dotted(statement):
            lines = text.splitlines(keepends=True)
            old = "".join(lines[statement.line - 1 : statement.last])
            end = old[len(old.rstrip("\r\n")) :]
            line = _line(statement, written)
            lines[statement.line - 1 : statement.last] = [f"{line}{end}"] if line else []
            return "".join(lines)
    return text


def _line(statement: TomlStatement, written: str | None) -> str:
    """The line of a statement with another value; without one, only its comment stays, as in a file that begins."""
    if written is not None:
        return f"{statement.key} = {written}{statement.after}"
    note = statement.after.strip().removeprefix("#").strip()
    return f"# {statement.key} ={NOTE}{note}" if note else ""


def _dotted(statement: TomlStatement) -> bool:
    """Whether a key is `one.two`, so that the statement sets a part of a value."""
    parsed = tomli.loads(f"{statement.key} = 0")
    return any(isinstance(value, dict) for value in parsed.values())


def _added(text: str, section: str, key: str, written: str) -> str:
    """The text with a new key: on its commented line, after the head of its table, or with a table of its own."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    name = json.dumps(key, ensure_ascii=False) if section == READINGS else toml_key(key)
    entry = f"{name} = {written}"
    top = next((at for at, line in enumerate(lines) if _is_head(line, section)), None)
    if top is None:
        last = "" if not lines or lines[-1].endswith("\n") else end
        return f"{text}{last}{end}[{section}]{end}{entry}{end}"
    below = next((at for at in range(top + 1, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
    blank = re.compile(rf"#\s*(?:{re.escape(toml_key(key))}|{re.escape(json.dumps(key))})\s*=")
    at = next((at for at in range(top + 1, below) if blank.match(lines[at].lstrip(BOM))), None)
    if at is not None:
        _, mark, note = lines[at].rstrip("\r\n").partition(NOTE)
        lines[at] = f"{entry}{mark}{note}{end}"
        return "".join(lines)
    lines[top] = lines[top].rstrip("\r\n") + end
    lines.insert(top + 1, f"{entry}{end}")
    return "".join(lines)


def _is_head(line: str, section: str) -> bool:
    return bool(re.match(rf"{BOM}?\s*\[\s*\"?{section}\"?\s*\]", line))


def _without_blank(data: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """Without tables that hold nothing, which say nothing."""
    return None if data is None else {name: one for name, one in data.items() if one != {}}
