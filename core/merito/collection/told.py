"""What came back, in the lines that a person reads before confirming (Italian)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from merito.collection.about_people import AskedAbout
from merito.collection.came_back import Given, Returned
from merito.collection.forms import Asked
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.numbers import day_text, number_text


def value_told(value: Decimal | date | str | None) -> str:
    """`7,5`, `12/2/2022`, `«testo»`."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return day_text(value)
    return "" if value is None else f"«{value}»"


def blank_told(found: Returned) -> Iterator[str]:
    """Every cell without points, then who lacks each cell about people."""
    points = [one for one in found.blank if isinstance(one.asked, Asked)]
    if points:
        told = in_words(
            say(
                "{n} cella senza punti: la riga resta",
                many="{n} celle senza punti: le righe restano",
                number="n",
                n=len(points),
            )
        )
        yield in_words(say("{what}, e si riprendono quando ci sono:", what=told))
        yield from (f"{one.place}: {one.asked.told}" for one in points)
    lacking: dict[str, list[Given]] = defaultdict(list)
    for one in found.blank:
        if isinstance(one.asked, AskedAbout):
            lacking[one.asked.what].append(one)
    for what, cells in lacking.items():
        people = [one.asked.person.id for one in cells if one.asked.was is None]
        if people:
            yield in_words(say("in bianco «{what}»: {people}", what=what, people=", ".join(people)))
        kept = [f"{one.asked.person.id}, {value_told(one.asked.was)}" for one in cells if one.asked.was is not None]
        if kept:
            yield in_words(say("in bianco «{what}», e resta ciò che c'è: {kept}", what=what, kept="; ".join(kept)))


def differences_told(found: Returned) -> Iterator[str]:
    """Every value that would be written, with the one that it replaces."""
    changed = [one for one in found.of_points if one.is_changed]
    if changed:
        yield in_words(say("punti diversi da quelli che ci sono: {changed}", changed=len(changed)))
        yield from map(_difference, changed)
    new = [one for one in found.of_points if one.is_new]
    if new:
        yield in_words(say("punti nuovi: {new}", new=len(new)))
        yield from _by_person(new)
    changed = [one for one in found.about_people if one.is_changed]
    if changed:
        yield in_words(say("date e testi diversi da quelli che ci sono: {changed}", changed=len(changed)))
        yield from map(_difference, changed)
    new = [one for one in found.about_people if one.is_new]
    if new:
        yield in_words(say("date e testi nuovi: {new}", new=len(new)))
        yield from _by_person(new)


def contested_told(one: Given) -> str:
    """`D1.xlsx[scheda], …: E1, collaborazione (c): l'ufficio ha scritto 6 (…), la scheda di «D1 (dirigente)» dà 7`."""
    what = say(
        "{what}: l'ufficio ha scritto {own} ({where}), la scheda di {whose} dà {came}",
        what=one.asked.told,
        own=value_told(one.asked.was),
        where=str(one.asked.source),
        whose=Code(one.evaluator),
        came=value_told(one.value),
    )
    return f"{one.place}: {in_words(what)}"


def summary_told(found: Returned) -> str:
    """How many points are new, changed, as before; of days and texts too, if any is new or changed."""
    points = [one for one in found.of_points if one.value is not None]
    told = in_words(
        say(
            "{new}, {changed} cambiati, {same} come prima",
            new=say("{n} punteggio nuovo", many="{n} punteggi nuovi", number="n", n=_count(points)[0]),
            changed=_count(points)[1],
            same=_count(points)[2],
        )
    )
    others = [one for one in found.about_people if one.value is not None]
    new, changed, same = _count(others)
    if not new and not changed:
        return told
    return in_words(
        say(
            "{points}; date e testi: nuovi {new}, cambiati {changed}, come prima {same}",
            points=told,
            new=new,
            changed=changed,
            same=same,
        )
    )


def _count(cells: Sequence[Given]) -> tuple[int, int, int]:
    new, changed = sum(one.is_new for one in cells), sum(one.is_changed for one in cells)
    return new, changed, len(cells) - new - changed


def _difference(one: Given) -> str:
    """`E1, collaborazione (c): 6 → 7`."""
    return f"{one.asked.told}: {value_told(one.asked.was)} → {value_told(one.value)}"


def _by_person(cells: Iterable[Given]) -> Iterator[str]:
    """The new values of each person in a line: `E1: collaborazione (c) 7; attenzione (c) 8`."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for one in cells:
        by_person[one.asked.person.id].append(f"{one.asked.what} {value_told(one.value)}")
    for person, told in by_person.items():
        yield f"{person}: {'; '.join(told)}"
