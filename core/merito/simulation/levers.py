"""What an ente can decide, and so what can be supposed of it: parameters, readings, sums and figures of the year."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import field, frozen

from merito.contract.parameters import MissingParameterError
from merito.cycle.course import Course
from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.language import in_words
from merito.model.messages import Message
from merito.page.material import Material
from merito.regulations import Stack
from merito.regulations.competence import who_decides
from merito.wording.figures import value_text
from merito.workspace.competent_acts import acts_for, agreements_for
from merito.workspace.supposed import SECTIONS


@frozen(kw_only=True)
class Lever:
    """Something that can be decided: its key in `--set`, what it is, what holds now, its choices if it has some.

    `kind` is parameter, reading, funds or figures, `of` the kind of a parameter. `acts` are the ids of those with
    which it can be decided, `agreements` of those that may stand beside. `standing` tells how a reading stands, or
    what a value lacks; `unfit` what a reading lacks.
    """

    key: str
    label: str
    now: str
    kind: str
    of: str = ""
    agreed: bool = False
    sourced: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    who: str = ""
    cites: str = ""
    standing: str = ""
    unfit: str = ""
    acts: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()


@frozen(kw_only=True)
class Standing:
    """What holds now: values by the key of `--set`, readings, acts, what the act of a value lacks."""

    values: Mapping[str, object] = field(factory=dict)
    readings: Mapping[str, Reading] = field(factory=dict)
    acts: Iterable[Act] = ()
    unfit: Mapping[str, str] = field(factory=dict)
    named: Callable[[Message | str], str] = in_words

    @classmethod
    def of(cls, material: Material, course: Course) -> "Standing":
        """Of a computed record."""
        values: dict[str, object] = {}
        for key, parameter in material.stack.parameters.items():
            if parameter.ente_may_set is not None:
                try:
                    values[key] = course.parameters.in_force(key).value
                except MissingParameterError:
                    continue
        for section in SECTIONS:
            values |= {f"{section}.{one.id}": one.value for one in getattr(material.dossier, section)}
        return cls(
            values=values,
            readings={one.id: one for one in material.record.readings},
            acts=material.dossier.acts,
            unfit={one.key: material.named(one.unfit) for one in material.record.parameters_set if one.unfit},
            named=material.named,
        )


def levers(stack: Stack, now: Standing) -> tuple[Lever, ...]:
    """Everything that an ente could decide under these layers, in the order in which they declare it."""
    return (*_parameters(stack, now), *_readings(stack, now), *_sums(stack, now))


def _parameters(stack: Stack, now: Standing) -> Iterator[Lever]:
    for one in stack.parameters.values():
        if one.ente_may_set is not None:
            yield Lever(
                key=one.key,
                label=one.label,
                now=_text(now, one.key),
                kind="parameter",
                of=one.kind,
                agreed=bool(one.competence.agreed_by),
                acts=acts_for(one.competence, now.acts, stack.inputs.acts),
                agreements=agreements_for(one.competence, now.acts),
                sourced=one.sourced,
                choices=tuple((name, one.words.get(name, name)) for name in one.others),
                who=who_decides(one.competence, stack.inputs.acts),
                cites=one.cites,
                standing=now.unfit.get(one.key, ""),
            )


def _readings(stack: Stack, now: Standing) -> Iterator[Lever]:
    for one in stack.rulebook.interpretations.values():
        if len(one.choices) > 1:
            known = now.readings.get(one.id)
            adopted = known is not None and known.adopted
            yield Lever(
                key=one.id,
                label=now.named(one.unclear),
                now=known.choice if known else one.default,
                kind="reading",
                of="reading",
                unfit=now.named(known.unfit) if known and known.unfit else "",
                agreed=bool(one.competence.agreed_by),
                acts=acts_for(one.competence, now.acts, stack.inputs.acts),
                agreements=agreements_for(one.competence, now.acts),
                choices=tuple((name, now.named(text)) for name, text in one.choices.items()),
                who=who_decides(one.competence, stack.inputs.acts),
                cites=one.article,
                standing="adottata" if adopted else "da adottare" if one.must_adopt else "predefinita",
            )


def _sums(stack: Stack, now: Standing) -> Iterator[Lever]:
    for section in SECTIONS:
        for one in getattr(stack.inputs, section).values():
            key = f"{section}.{one.name}"
            label = one.title or one.label
            yield Lever(key=key, label=label, now=_text(now, key), kind=section, cites=one.cites)


def _text(now: Standing, key: str) -> str:
    return value_text(now.values[key]) if key in now.values else ""
