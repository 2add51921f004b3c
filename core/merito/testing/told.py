"""The output of `merito verify`: about a plugin in English, for its author; about an ente's own folder in Italian."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import tomli
from attrs import frozen

from merito.numbers import counted
from merito.testing.conformance import Subject, Told, shown
from merito.wording.catalogue import Messages


@frozen
class InEnglish:
    """The output for an author."""

    holds: str = "holds"
    fails: str = "FAILS"

    def head(self, name: str, subject: Subject) -> str:
        return f"{name}: {len(subject.own.rulebook.rules)} rules, {len(subject.cases)} worked cases"

    def check(self, name: str) -> str:
        return shown(name)

    def problem(self, told: str) -> str:
        return told

    def not_tried(self, why: str) -> str:
        return f"not tried: {why}"

    def where(self, subject: Subject, untried: int) -> str:
        """Where cases were searched, and what to do."""
        name, (by_name, *others) = subject.own.name, subject.looked_in
        places = f"tests/cases or tests/{name}/cases near {subject.own.place} or here" if others else by_name
        return f"{untried} checks were not tried: no worked cases of {name} in {places}; name their folder with --cases"

    def end(self, wrong: int) -> str:
        return f"{wrong} checks fail"


@frozen
class InItalian:
    """The output for an ente about its own rules."""

    holds: str = "vale "
    fails: str = "FALLA"

    def head(self, name: str, subject: Subject) -> str:
        rules = counted(len(subject.own.rulebook.rules), "regola", "regole")
        return f"{name}: {rules}, {counted(len(subject.cases), 'caso svolto', 'casi svolti')}"

    def check(self, name: str) -> str:
        return _catalogue()["checks"][name]

    def problem(self, told: str) -> str:
        """A problem, line by line; an untranslated one is unchanged."""
        known = Messages(_catalogue()["told"])
        return "\n".join(_line(line, known) for line in told.split("\n"))

    def not_tried(self, why: str) -> str:
        known = Messages(_catalogue()["told"])
        return f"non provato: {'; '.join(known.said(one) for one in why.split('; '))}"

    def where(self, subject: Subject, untried: int) -> str:
        """Where cases are searched, and what to do."""
        checks = counted(untried, "prova non si è fatta", "prove non si sono fatte")
        return f"{checks}: in {subject.looked_in[0]} non ci sono casi svolti; scriverli lì"

    def end(self, wrong: int) -> str:
        return counted(wrong, "prova non vale", "prove non valgono")


def lines_of(told: Told, words: InEnglish | InItalian) -> Iterator[str]:
    """The lines of one check."""
    state = words.fails if told.problems else "?    " if told.untried else words.holds
    yield f"{state}  {told.check}: {words.check(told.check)}"
    for problem in told.problems:
        yield f"       {words.problem(problem)}"
    for form in told.advice:
        yield f"       {words.problem(form)}"
    if told.untried:
        yield f"       {words.not_tried(told.untried)}"


def _line(line: str, known: Messages) -> str:
    """A line, or the part of it after the name of the case."""
    said = known.said(line)
    case, mark, problem = line.partition("»: ")
    return said if said != line or not mark else f"{case}{mark}{known.said(problem)}"


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    text = files("merito.testing").joinpath("italian.toml").read_text(encoding="utf-8")
    return tomli.loads(text)
