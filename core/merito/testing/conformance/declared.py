"""Checks the declarations of a plugin's data files against each other, its code and its cases."""

from collections.abc import Iterator
from datetime import date

from merito.contract.declared_parameters import Parameter
from merito.contract.identity import Edition
from merito.contract.rulebook import CLAIMED
from merito.regulations import without_text
from merito.regulations.checks import MARKER, hook_of, hooks_of, marks_of, own_functions, shown
from merito.testing.conformance.faults import Advice, NotTried
from merito.testing.conformance.subject import Subject

LAST = 2100


def hooks_in_use(subject: Subject) -> Iterator[str]:
    """The plugin loads, and some of its modules implement hooks."""
    modules = subject.own.modules
    as_data = subject.own.own_files and subject.own.carried
    if not as_data and not any(hooks_of(module) for module in modules):
        yield f"no module of {subject.own.name} implements a hook: the regulation computes nothing"
    if not subject.own.own_files and subject.stack.regulation.modules:
        yield Advice("regulation.py: modules= is not needed: every module of the package is found")
    for module in modules:
        for name, function in own_functions(module):
            if hasattr(function, MARKER) and not hasattr(function, "merito_hook"):
                hook = hook_of(name, function)
                yield Advice(f'{shown(module)}: {name}: in place of @hookimpl write @rule(..., hook="{hook}")')


def rules_cited(subject: Subject) -> Iterator[str]:
    """Every rule, interpretation, parameter and input cites its article, and text.toml lists the articles."""
    if without_text(subject.own):
        yield 'text.toml: names no text; say which articles the regulation has, as [""] art = "1-31"'
    for rule in subject.own.rulebook.rules.values():
        if not rule.article.strip() or not rule.text.strip():
            yield f"rules.toml {rule.id}: without an article or a text"
        if rule.status == "not modelled" and not rule.reason:
            yield f"rules.toml {rule.id} ({rule.article}): not modelled, without a reason"
    for reading in subject.own.rulebook.interpretations.values():
        if not reading.article.strip() or not reading.why.strip():
            yield f"interpretations.toml {reading.id}: without an article or a reason"
    for parameter in subject.own.parameters.values():
        if not parameter.cites.strip():
            yield f"parameters.toml {parameter.key}: without an article"


def parameters_in_force(subject: Subject) -> Iterator[str]:
    """Every parameter has one value on every 1 January of every edition, or none at all if the ente sets it."""
    for parameter in subject.own.parameters.values():
        for edition in subject.stack.regulation.editions:
            yield from _gaps(parameter, edition, subject.since or edition.since)
        known = {edition.name for edition in subject.stack.regulation.editions}
        for name in parameter.by_edition:
            if name not in known:
                yield f"parameters.toml {parameter.key} ({parameter.cites}): there is no edition {name!r}"


def _gaps(parameter: Parameter, edition: Edition, since: int) -> Iterator[str]:
    values = parameter.by_edition.get(edition.name, parameter.values)
    where = f"parameters.toml {parameter.key} ({parameter.cites})"
    if not values:
        if parameter.ente_may_set is None:
            yield f"{where}: has no value in edition {edition.name!r} and no ente may set it"
        return
    dates = [value.since for value in values]
    if len(set(dates)) < len(dates):
        yield f"{where}: two values in force since the same day"
    first, last = max(edition.since, since), min(edition.until or LAST, LAST)
    without = [year for year in range(first, last + 1) if parameter.in_force(edition.name, date(year, 1, 1)) is None]
    if without:
        under = f"under edition {edition.name!r} (since {edition.since})"
        yield f"{where}: no value is in force on 1 January {without[0]}, {under}"


def rules_with_code_and_case(subject: Subject) -> Iterator[str]:
    """A computed or checked rule is data or has code with its id, and is named by a worked case."""
    own = subject.own
    marks = {identifier for module in own.modules for ids in marks_of(module).values() for identifier in ids}
    named = {rule for case in subject.cases for rule in case.rules} if subject.cases else set(own.rulebook.rules)
    if not subject.cases:
        yield NotTried("there are no worked cases to name rules")
    for rule in own.rulebook.rules.values():
        if rule.status in CLAIMED and rule.id not in own.carried:
            why = f"{rule.status}, and no code bears its id in @rule: nor has it a gate or a deadline"
            yield f"rules.toml {rule.id} ({rule.article}): {why}"
        if rule.status in CLAIMED and rule.id not in named:
            yield f"rules.toml {rule.id} ({rule.article}): {rule.status}, and no worked case names it in `rules`"
        if rule.status not in CLAIMED and rule.id in marks:
            yield f"rules.toml {rule.id} ({rule.article}): {rule.status}, and code bears its id: say `computed`"


def interpretations_reached(subject: Subject) -> Iterator[str]:
    """Code asks for every interpretation, or a rule names it; code distinguishes its choices."""
    named = {one for rule in subject.own.rulebook.rules.values() for one in rule.interpretations}
    for reading in subject.own.rulebook.interpretations.values():
        where = f"interpretations.toml {reading.id} ({reading.article})"
        if reading.id not in subject.words | named:
            yield f"{where}: no code asks for it and no rule names it"
        elif len(reading.choices) > 1 and not subject.words & set(reading.choices):
            yield f"{where}: no code knows any of its choices ({', '.join(reading.choices)})"
