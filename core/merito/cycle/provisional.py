"""Provisional values of parameters: which other values can be tried in their place, and how they are told.

Where the lawful values are a short list, each of them is tried like another choice on an open reading. Where they are
not, the value is taken away: what can no longer be computed rests on it. All values of this second sort are taken away
together, so that they count as one choice in the search, and then one by one, to know which of them matter.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import evolve

from merito.contract.parameters import AS_SET, PROVISIONAL, UNKNOWN, Setting, by_missing_act
from merito.cycle.course import Course
from merito.kit.findings import told
from merito.model.acts import Phase
from merito.model.basis import Reading
from merito.model.messages import Message, Ref, reasons_of, say, several
from merito.model.results import Finding

ALL_UNKNOWN = f"{PROVISIONAL}*"
NOT_YET = say("valori non ancora decisi da chi ne ha il potere, di cui non tutte le combinazioni sono state provate")


def is_value(identifier: str) -> bool:
    """Whether it is the id of a provisional value, not of a reading."""
    return identifier.startswith(PROVISIONAL)


def key_of(identifier: str) -> str:
    """The key of the parameter."""
    return identifier.removeprefix(PROVISIONAL)


def weighing_values(course: Course) -> Course:
    """The course in which the provisional values can be tried like readings, each under its id."""
    values = {}
    for key, setting in course.parameters.provisional.items():
        listed = course.stack.parameters[key].others
        choice = str(setting.value) if listed else AS_SET
        values[f"{PROVISIONAL}{key}"] = Reading(f"{PROVISIONAL}{key}", choice, choice, must_adopt=True, adopted=False)
    return evolve(course, readings=course.readings.with_values(values)) if values else course


def value_choices(course: Course) -> Mapping[str, Sequence[str]]:
    """The choices on each provisional value, the present one first."""
    found = {}
    for identifier, one in course.readings.values.items():
        listed = course.stack.parameters[key_of(identifier)].others
        others = [other for other in listed if other != one.choice] if listed else [UNKNOWN]
        found[identifier] = (one.choice, *others)
    return found


def unlisted(course: Course) -> tuple[str, ...]:
    """The ids of the provisional values whose lawful alternatives are no short list."""
    known = course.stack.parameters
    return tuple(identifier for identifier in course.readings.values if not known[key_of(identifier)].others)


def spelled_out(changes: Mapping[str, str], unknown: Collection[str]) -> dict[str, str]:
    """Changes of choices, in which all values that are taken away together stand one by one."""
    every = dict.fromkeys(unknown, UNKNOWN) if ALL_UNKNOWN in changes else {}
    return {**{reading: choice for reading, choice in changes.items() if reading != ALL_UNKNOWN}, **every}


def together(live: Iterable[str], unknown: Collection[str]) -> list[str]:
    """The ids asked for, with those that are taken away together as one."""
    return list(dict.fromkeys(ALL_UNKNOWN if one in unknown else one for one in live))


def provisional_findings(course: Course) -> tuple[Finding, ...]:
    """One warning that lists the provisional values by the body that has to decide them, if there are any.

    A note lists the figures of the law or of a national contract whose source the ente has not written.
    """
    waiting = course.parameters.provisional
    unread = [key for key, one in course.parameters.settings.items() if one.unsourced]
    return (*_without_source(unread), *(_without_act(waiting, course) if waiting else ()))


def _without_source(keys: Sequence[str]) -> Iterable[Finding]:
    if keys:
        why = say(
            "valori di legge o di contratto nazionale senza la fonte in cui si sono letti: {keys}. "
            'Si scrive accanto: {{ value = ..., source = "..." }}',
            keys=tuple(keys),
        )
        yield told("info", "", why, f"{PROVISIONAL}{keys[0]}", phase=Phase.OBJECTIVES)


def _without_act(waiting: Mapping[str, Setting], course: Course) -> Iterable[Finding]:
    lacking = several(
        *(
            say("{keys}: {why}", keys=tuple(Ref("parameter", key) for key in keys), why=why)
            for why, keys in _lacking(waiting, course).items()
        )
    )
    why = say(
        "un valore è provvisorio, perché il testo lo dà a un organo di cui manca l'atto: {lacking}. "
        "Il suo atto si indica accanto al valore, tra i valori dell'anno (in cycle.toml: act, e agreed dove serve)",
        many="{count} valori sono provvisori, perché il testo li dà a un organo di cui manca l'atto: {lacking}. "
        "Il suo atto si indica accanto al valore, tra i valori dell'anno (in cycle.toml: act, e agreed dove serve)",
        number="count",
        count=len(waiting),
        lacking=lacking,
    )
    yield told("warning", "", why, f"{PROVISIONAL}{next(iter(waiting))}", phase=Phase.OBJECTIVES)


def why_held(keys: Iterable[str], course: Course) -> tuple[Message, ...]:
    """Why money waits for the acts that decide some values, one reason for each missing act."""
    reasons = []
    for lacking, found in _lacking(keys, course).items():
        values = tuple(Ref("parameter", key) for key in found)
        reasons.append(say("valore provvisorio di {values}: {lacking}", values=values, lacking=reasons_of(lacking)))
    return tuple(reasons)


def _lacking(keys: Iterable[str], course: Course) -> Mapping[Message, list[str]]:
    return by_missing_act(map(course.parameters.in_force, keys))
