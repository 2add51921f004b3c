"""Detects well-formed but implausible values of parameters: 0.6 out of a hundred, levels in reverse order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from merito.contract.declared_parameters import Parameter
from merito.model.messages import Code, Message, say
from merito.numbers import number_text

HUNDREDTHS = say("punti su 100: 60, non 0.6")


@frozen
class ShapeFault:
    """What is implausible, and what was expected instead."""

    found: str
    expected: Message


def shape_fault(parameter: Parameter, value: object) -> ShapeFault | None:
    """The first violation of the shape that a parameter declares, if there is one."""
    return next(_faults(parameter, value), None)


def _faults(parameter: Parameter, value: object) -> Iterator[ShapeFault]:
    if parameter.on_100:
        yield from _fractions_of_1(_numbers(value, parameter.on_100))
    named = _named(value)
    if parameter.worst_first:
        yield from _out_of_order(named, parameter.worst_first)
    if parameter.order and not (parameter.worst_first and _all_known(named, parameter.worst_first)):
        yield from _both_ways(named)


def _fractions_of_1(numbers: Mapping[str, Fraction]) -> Iterator[ShapeFault]:
    for name, number in numbers.items():
        if 0 < number < 1:
            yield ShapeFault(f"{name} = {number_text(number)}" if name else number_text(number), HUNDREDTHS)


def _numbers(value: object, where: str) -> Mapping[str, Fraction]:
    if where == "keys":
        return {name: number for name in _keys(value) if (number := _as_number(name)) is not None}
    return {"": value} if isinstance(value, Fraction) else _named(value)


def _keys(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, Mapping) else ()


def _as_number(name: str) -> Fraction | None:
    try:
        number = Decimal(name)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def _named(value: object) -> dict[str, Fraction]:
    """The numbers of a table by their names, or of a list by their positions, in the written order."""
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, tuple) else ()
    return {str(name): Fraction(one) for name, one in pairs if isinstance(one, int | Decimal | Fraction)}


def _all_known(named: Mapping[str, Fraction], worst_first: tuple[str, ...]) -> bool:
    return {name.casefold() for name in named} <= set(worst_first)


def _out_of_order(named: Mapping[str, Fraction], worst_first: tuple[str, ...]) -> Iterator[ShapeFault]:
    """A level that begins higher than a better one."""
    places = {name: worst_first.index(name.casefold()) for name in named if name.casefold() in worst_first}
    known = sorted(places, key=places.__getitem__)
    for worse, better in pairwise(known):
        if named[worse] > named[better]:
            found = f"{worse} = {number_text(named[worse])}, {better} = {number_text(named[better])}"
            yield ShapeFault(found, say("{better} più in alto di {worse}", better=Code(better), worse=Code(worse)))


def _both_ways(named: Mapping[str, Fraction]) -> Iterator[ShapeFault]:
    """Numbers that go up and then down, or the other way round."""
    numbers = list(named.values())
    ways = {after > before for before, after in pairwise(numbers) if after != before}
    if len(ways) > 1:
        found = ", ".join(f"{name} = {number_text(number)}" for name, number in named.items())
        yield ShapeFault(found, say("valori in ordine, tutti a crescere o tutti a calare"))
