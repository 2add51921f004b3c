"""Checks the messages in a plugin's code: their values fit their sentence, in every language that has it."""

import ast
from collections.abc import Iterator

from merito.model.language import languages, reader_in
from merito.model.messages import Code, Message, places, say
from merito.testing.conformance.faults import Found
from merito.testing.conformance.subject import Subject

SAY = "say"
MANY = "many"
NUMBER = "number"
CONTEXT = "context"
OF_SAY = (MANY, NUMBER, CONTEXT)


def messages_fit(subject: Subject) -> Iterator[Found]:
    """Every `say(...)` gives its sentence the values that it names, and no other; so does each translation."""
    for module in subject.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _is_say(node.func) and node.args:
                yield from (say("{at}: {why}", at=module.at(node), why=why) for why in _unfit(node))


def _is_say(called: ast.expr) -> bool:
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name == SAY


def _unfit(node: ast.Call) -> Iterator[Message]:
    """What is wrong with one message; one whose values are not written there is not looked at."""
    said = {word.arg: word.value for word in node.keywords if word.arg is not None}
    if len(said) < len(node.keywords):
        return
    if isinstance(node.args[0], ast.JoinedStr) or isinstance(said.get(MANY), ast.JoinedStr):
        yield say("la frase è composta con una f-string, e nessuno può tradurla; dare i valori per nome")
        return
    given = frozenset(said).difference(OF_SAY)
    one, many = list(_texts(node.args[0])), list(_texts(said.get(MANY)))
    number = next(_texts(said.get(NUMBER)), "")
    if many and number not in given:
        yield say("la frase ha un plurale, e number non nomina un suo valore: trovato {word}", word=Code(number))
    context = next(_texts(said.get(CONTEXT)), "")
    for language in languages():
        forms = list(dict.fromkeys(_in_language(language, one, many, context)))
        yield from _unlike(language, forms, given, number)


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The texts that an argument may be: one, or those of both branches of a condition."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)


def _in_language(language: str, one: list[str], many: list[str], context: str) -> Iterator[str]:
    """The forms of a sentence in a language: that of one, and those of each number that its plural tells apart."""
    said = reader_in(language).catalogue
    if not many:
        yield from (said.pgettext(context, text) if context else said.gettext(text) for text in one)
        return
    for text in one:
        for other in many:
            for count in (0, 1, 2, 12, 100):
                yield said.npgettext(context, text, other, count) if context else said.ngettext(text, other, count)


def _unlike(language: str, forms: list[str], given: frozenset[str], number: str) -> Iterator[Message]:
    """How the forms of a sentence differ from its values: each has those that it names, and every value is named."""
    named: set[str] = {number}
    for sentence in forms:
        try:
            wanted = places(sentence)
        except ValueError:
            yield say("{language}: graffe non chiuse in {sentence}", language=language, sentence=Code(sentence))
            return
        named |= wanted
        for name in sorted(wanted - given):
            yield say(
                "{language}: {sentence} nomina il valore {name}, che non c'è",
                language=language,
                sentence=Code(sentence),
                name=Code(name),
            )
    for name in sorted(given - named) if forms else ():
        yield say(
            "{language}: {sentence} non dice il valore {name}, che le è dato",
            language=language,
            sentence=Code(forms[0]),
            name=Code(name),
        )
