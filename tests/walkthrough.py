"""Runs pages of docs/ as they are: writes their files, executes their commands, and compares the output.

A line that is a path in bold code (**`rules.py`**) names the file of the block below it; with `, at its end` (`, in
fondo`) or `, at its beginning` the block is added to the file; with ``, in the place of `X` `` it replaces the section
X of a TOML file, or the one line that begins with X. A block `console` has commands after `$ ` and their output; a line
`...` matches any lines, `...` at the end of a line the rest of it. Blocks `text` are only for readers. Any other block
makes the page fail.
"""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from scratch import Scratch

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"(?:^\*\*`(?P<path>[^`]+)`\*\*(?P<where>, at its end|, in fondo|, at its beginning|, in the place of `[^`]+`)?[^\n]*\n\n?)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    re.M | re.S,
)
ANYTHING = "..."


@frozen
class Written:
    """A file of a page."""

    path: str
    text: str
    where: str


@frozen
class Typed:
    """A command of a page and its expected output."""

    words: str
    prints: list[str]
    line: int


def steps(page: str) -> Iterator[Written | Typed]:
    """The steps of a page, in order. Raises ValueError on a block that is neither a file nor a command."""
    for block in BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 1
        if block["kind"] == "console":
            yield from _typed(block["text"], line)
        elif block["path"]:
            yield Written(block["path"], block["text"], block["where"] or "")
        elif block["kind"] != "text":
            raise ValueError(f"line {line}: a block that is no file, no command and no text")


def _typed(text: str, line: int) -> Iterator[Typed]:
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        words, _, prints = part.partition("\n")
        yield Typed(words, [one.rstrip() for one in prints.splitlines()], line)


class Walk:
    """Follows pages in one folder and one environment, one after the other."""

    def __init__(self, folder: Path, scratch: Scratch) -> None:
        self.top, self.here, self.scratch = folder, folder, scratch
        folder.mkdir(exist_ok=True)

    def follow(self, page: Path) -> list[str]:
        """The differences between a page and what really happens; nothing if all is as written."""
        problems = []
        for step in steps(page.read_text(encoding="utf-8")):
            if isinstance(step, Written):
                self._write(step)
            else:
                told = self._type(step.words)
                if not alike(step.prints, told):
                    shown = "\n".join(told)
                    problems.append(f"{page.name}: $ {step.words} (block at line {step.line}) prints:\n{shown}")
        return problems

    def _write(self, file: Written) -> None:
        path = self.here / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        there = path.read_text(encoding="utf-8") if file.where else ""
        path.write_text(_put(there, file), encoding="utf-8")

    def _type(self, line: str) -> list[str]:
        words = shlex.split(line)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return []
        if words[:2] == ["cp", "-r"]:
            ignored = shutil.ignore_patterns("out", "registro.sqlite*", "*-simulazione")
            shutil.copytree(ROOT / words[2], self.here / words[3], ignore=ignored)
            return []
        ran = self.scratch.run(words, self.here)
        ended = [f"(exit code {ran.returncode})"] if ran.returncode else []
        return [one.rstrip() for one in ran.stdout.splitlines()] + ended


def _put(there: str, file: Written) -> str:
    if not file.where:
        return file.text
    if "place of" not in file.where:
        return there + file.text if file.where.endswith(("end", "fondo")) else file.text + there
    old = file.where.split("`")[1]
    if old.startswith("["):
        pattern = rf"^{re.escape(old)}\n(?:(?!\[).*\n)*"
        text, count = re.subn(pattern, lambda _: file.text + "\n", there, flags=re.M)
    else:
        text, count = re.subn(rf"^ *{re.escape(old)}.*\n", lambda _: file.text, there, flags=re.M)
    if count != 1:
        raise ValueError(f"{file.path}: {count} places of {old!r}")
    return text


def alike(expected: list[str], found: list[str]) -> bool:
    """Whether lines are as expected, where `...` matches any lines."""
    if not expected:
        return not found
    if expected[0] == ANYTHING:
        return any(alike(expected[1:], found[start:]) for start in range(len(found) + 1))
    return bool(found) and _line(expected[0], found[0]) and alike(expected[1:], found[1:])


def _line(expected: str, found: str) -> bool:
    if expected.endswith(f" {ANYTHING}"):
        return found.startswith(expected.removesuffix(ANYTHING))
    return expected == found
