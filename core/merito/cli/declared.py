"""Makes commands from functions: the signature declares arguments and options, the help is a message."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from enum import Enum
from functools import partial
from inspect import Parameter, signature
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import click

from merito.cli.spoken import OPTIONS, SpokenGroup
from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.terminal.options import PLACE, Argument, Option

Function = Callable[..., None]
PATH, PATH_OPTION = "path", "--path"
QUIET = "quiet"


class PlacedCommand(click.Command):
    """A command that takes its path by `--path` too, as those without an argument for it do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The value of `--path`, anywhere before `--`, is put where the argument stands."""
        arguments = [one.name for one in self.params if isinstance(one, click.Argument)]
        if PATH not in arguments or (found := _path_in(args)) is None:
            return super().parse_args(ctx, args)
        place, left = found
        return super().parse_args(ctx, [place, *left] if arguments[0] == PATH else [*left, place])


def _path_in(args: Sequence[str]) -> tuple[str, list[str]] | None:
    """The value of `--path`, and the other words; None without it, or if its value is missing."""
    left = list(args)
    end = left.index("--") if "--" in left else len(left)
    for at, word in enumerate(left[:end]):
        name, equals, value = word.partition("=")
        if name == PATH_OPTION and (equals or at + 1 < end):
            return (value, [*left[:at], *left[at + 1 :]]) if equals else (left[at + 1], [*left[:at], *left[at + 2 :]])
    return None


def command_of(name: str, does: Message, function: Function, example: str = "", quiet: bool = False) -> click.Command:
    """The command that calls a function, with its help and an example in the language that is asked for.

    One that may be `quiet` takes `--quiet`, and then prints only errors, and JSON that is asked for.
    """
    params = [_param(one) for one in signature(function).parameters.values()]
    if any(one.name == PATH and isinstance(one, click.Argument) for one in params):
        said = in_words(say("Lo stesso PERCORSO, scritto come opzione."))
        params.append(click.Option(["place", PATH_OPTION], expose_value=False, metavar=in_words(PLACE), help=said))
    if quiet:
        only_errors = in_words(say("Non scrive altro che gli errori."))
        params.append(click.Option([QUIET, "--quiet"], is_flag=True, help=only_errors))
    help_text = in_words(does)
    return PlacedCommand(
        name,
        callback=_called(function),
        params=params,
        help=help_text,
        epilog=in_words(say("Esempio: {line}", line=example)) if example else None,
        short_help=in_short(help_text),
        options_metavar=in_words(OPTIONS),
    )


def group_of(
    name: str, does: Message, functions: Mapping[str, tuple[Function, Message]], quiet: Collection[str] = ()
) -> SpokenGroup:
    """A group of commands, each with its function and what it does; those in `quiet` take `--quiet`."""
    commands = {
        inner: command_of(inner, its, function, quiet=inner in quiet) for inner, (function, its) in functions.items()
    }
    return SpokenGroup(name, does, commands=commands)


def in_short(text: str) -> str:
    """The first sentence."""
    return text.partition(". ")[0].rstrip(".") + "."


def _called(function: Function) -> Function:
    """The function as click calls it: a list without values is None, and a day is a date, as in the signature.

    An error that merito tells ends the command with its message.
    """

    def call(**given: Any) -> None:
        with ExitStack() as said:
            if given.pop(QUIET, False):
                from merito.terminal.console import Voice, speaking_as  # noqa: PLC0415 (only where it is asked for)

                said.enter_context(speaking_as(Voice(quiet=True)))
            try:
                function(**{name: _given(one) for name, one in given.items()})
            except MeritoError as error:
                from merito.terminal.console import stop  # noqa: PLC0415 (only where something is wrong)

                stop(str(error), error.exit_code)

    return call


def _given(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value) or None
    return value.date() if isinstance(value, datetime) else value


def _param(of: Parameter) -> click.Parameter:
    """The argument or option in the annotation of a parameter."""
    annotated, said = get_args(of.annotation)
    kind = next(one for one in get_args(annotated) if one is not NoneType) if _may_be_none(annotated) else annotated
    many = get_origin(kind) is list
    words = _words(get_args(kind)[0] if many else kind, said) | {"required": of.default is Parameter.empty}
    words["help"] = in_words(said.help)
    if not words["required"] and not many:
        words["default"] = of.default
    if said.metavar is not None:
        words["metavar"] = in_words(said.metavar)
    if isinstance(said, Argument):
        return _Placed([of.name], **words, nargs=-1 if many else 1)
    if kind is bool:
        return click.Option([of.name, said.name], is_flag=True, default=of.default, help=words["help"])
    shown = of.default is not None and of.default != "" and not many
    return click.Option([of.name, said.name], **words, multiple=many, show_default=shown)


class _Placed(click.Argument):
    """An argument whose placeholder says by brackets that it may be left out."""

    def get_usage_pieces(self, ctx: click.Context) -> list[str]:
        place = self.make_metavar(ctx)
        return [place if self.required else f"[{place}]"]


def _may_be_none(annotated: Any) -> bool:
    return NoneType in get_args(annotated)


def _words(kind: Any, said: Argument | Option) -> dict[str, Any]:
    """The click type of a value. A path is kept as written: whether it exists is checked by the code that opens it."""
    if isinstance(said, Option) and said.min is not None:
        return {"type": click.IntRange(min=said.min)}
    if isinstance(said, Option) and kind is date:
        return {"type": click.DateTime(said.formats)}
    if issubclass(kind, Enum):
        return {"type": click.Choice([str(one.value) for one in kind]), "callback": partial(_members, kind)}
    return {"type": path if kind is Path else kind}


def path(written: str | Path) -> Path:
    """A path, existing or not; it must not contain a null character."""
    if "\0" in str(written):
        raise ValueError(str(written))
    return Path(written)


def _members(
    kind: type[Enum], _: click.Context, __: click.Parameter, given: Sequence[str] | str | None
) -> tuple[Enum, ...] | Enum | None:
    """The members that an option names: several, one, or none."""
    if given is None or isinstance(given, str):
        return kind(given) if given else None
    return tuple(kind(one) for one in given)
