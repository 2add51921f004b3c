"""Checks the declarations of a plugin's data files against each other, its code and its cases."""

from collections.abc import Iterator
from datetime import date

from merito.contract.declared_parameters import Parameter
from merito.contract.identity import Edition
from merito.contract.rulebook import CLAIMED
from merito.model.messages import Code, say
from merito.regulations import without_text
from merito.regulations.checks import MARKER, hook_of, hooks_of, marks_of, own_functions, shown
from merito.testing.conformance.faults import Advice, Found, NotTried
from merito.testing.conformance.subject import Subject

LAST = 2100


def hooks_in_use(subject: Subject) -> Iterator[Found]:
    """The plugin loads, and some of its modules implement hooks."""
    modules = subject.own.modules
    as_data = subject.own.own_files and subject.own.carried
    if not as_data and not any(hooks_of(module) for module in modules):
        yield say("nessun modulo attua qualcosa: il regolamento non calcola nulla")
    if not subject.own.own_files and subject.stack.regulation.modules:
        yield Advice(say("regulation.py: modules= non serve: ogni modulo del pacchetto si trova da sé"))
    for module in modules:
        for name, function in own_functions(module):
            if hasattr(function, MARKER) and not hasattr(function, "merito_hook"):
                hook = hook_of(name, function)
                yield Advice(
                    say(
                        '{module}: {name}: invece di @hookimpl si scrive @rule(..., hook="{hook}")',
                        module=shown(module),
                        name=name,
                        hook=hook,
                    )
                )


def rules_cited(subject: Subject) -> Iterator[Found]:
    """Every rule, interpretation, parameter and input cites its article, and text.toml lists the articles."""
    if without_text(subject.own):
        yield say('text.toml: non nomina un testo; dire quali articoli ha il regolamento, come [""] art = "1-31"')
    for rule in subject.own.rulebook.rules.values():
        if not rule.article.strip() or not rule.text.strip():
            yield say("rules.toml {id}: senza un articolo o un testo", id=rule.id)
        if rule.status == "not modelled" and not rule.reason:
            yield say("rules.toml {id} ({article}): non modellata, senza un motivo", id=rule.id, article=rule.article)
    for reading in subject.own.rulebook.interpretations.values():
        if not reading.article.strip() or not reading.why.strip():
            yield say("interpretations.toml {id}: senza un articolo o un motivo", id=reading.id)
    for parameter in subject.own.parameters.values():
        if not parameter.cites.strip():
            yield say("parameters.toml {key}: senza un articolo", key=parameter.key)


def parameters_in_force(subject: Subject) -> Iterator[Found]:
    """Every parameter has one value on every 1 January of every edition, or none at all if the ente sets it."""
    for parameter in subject.own.parameters.values():
        for edition in subject.stack.regulation.editions:
            yield from _gaps(parameter, edition, subject.since or edition.since)
        known = {edition.name for edition in subject.stack.regulation.editions}
        for name in parameter.by_edition:
            if name not in known:
                yield say(
                    "parameters.toml {key} ({cites}): non c'è un'edizione {name}",
                    key=parameter.key,
                    cites=parameter.cites,
                    name=Code(name),
                )


def _gaps(parameter: Parameter, edition: Edition, since: int) -> Iterator[Found]:
    values = parameter.by_edition.get(edition.name, parameter.values)
    where = f"parameters.toml {parameter.key} ({parameter.cites})"
    if not values:
        if parameter.ente_may_set is None:
            yield say(
                "{where}: non ha un valore nell'edizione {name}, e nessun ente può stabilirlo",
                where=where,
                name=Code(edition.name),
            )
        return
    dates = [value.since for value in values]
    if len(set(dates)) < len(dates):
        yield say("{where}: due valori in vigore dallo stesso giorno", where=where)
    first, last = max(edition.since, since), min(edition.until or LAST, LAST)
    without = [year for year in range(first, last + 1) if parameter.in_force(edition.name, date(year, 1, 1)) is None]
    if without:
        yield say(
            "{where}: nessun valore è in vigore al 1° gennaio {year}, nell'edizione {edition} (dal {since})",
            where=where,
            year=str(without[0]),
            edition=Code(edition.name),
            since=str(edition.since),
        )


def rules_with_code_and_case(subject: Subject) -> Iterator[Found]:
    """A computed or checked rule is data or has code with its id, and is named by a worked case."""
    own = subject.own
    marks = {identifier for module in own.modules for ids in marks_of(module).values() for identifier in ids}
    named = {rule for case in subject.cases for rule in case.rules} if subject.cases else set(own.rulebook.rules)
    if not subject.cases:
        yield NotTried(say("non ci sono casi svolti che nominino regole"))
    for rule in own.rulebook.rules.values():
        if rule.status in CLAIMED and rule.id not in own.carried:
            yield say(
                "rules.toml {id} ({article}): {status}, e nessun codice ne porta l'id in @rule, "
                "né ha una condizione o un termine",
                id=rule.id,
                article=rule.article,
                status=rule.status,
            )
        if rule.status in CLAIMED and rule.id not in named:
            yield say(
                "rules.toml {id} ({article}): {status}, e nessun caso svolto la nomina in «rules»",
                id=rule.id,
                article=rule.article,
                status=rule.status,
            )
        if rule.status not in CLAIMED and rule.id in marks:
            yield say(
                "rules.toml {id} ({article}): {status}, e il codice ne porta l'id: scrivere «computed»",
                id=rule.id,
                article=rule.article,
                status=rule.status,
            )


def interpretations_reached(subject: Subject) -> Iterator[Found]:
    """Code asks for every interpretation, or a rule names it; code distinguishes its choices."""
    named = {one for rule in subject.own.rulebook.rules.values() for one in rule.interpretations}
    for reading in subject.own.rulebook.interpretations.values():
        where = f"interpretations.toml {reading.id} ({reading.article})"
        if reading.id not in subject.words | named:
            yield say("{where}: nessun codice la chiede e nessuna regola la nomina", where=where)
        elif len(reading.choices) > 1 and not subject.words & set(reading.choices):
            yield say(
                "{where}: nessun codice conosce le sue scelte ({choices})", where=where, choices=tuple(reading.choices)
            )
