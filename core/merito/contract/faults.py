"""Errors of a plugin that does not satisfy the contract."""

from collections.abc import Iterable
from typing import ClassVar

from attrs import evolve, frozen

from merito.model.faults import MeritoError
from merito.model.language import in_words
from merito.model.messages import Message, say

OWN = "ente"
"""The name of the layer of an ente's own rules."""


@frozen
class Fault:
    """What is wrong in a layer: its name, the place in it (`rules.toml [B-1]`), and the message.

    In the rules of an ente's own `folder` is where they are, which stands for the layer.
    """

    layer: str
    place: Message | str
    what: Message
    folder: str = ""

    def within(self, folder: str) -> "Fault":
        """The same, if it is in the rules of an ente's own, which are in that folder."""
        return evolve(self, folder=folder) if self.layer == OWN else self

    @property
    def message(self) -> Message:
        """What is read: where it is, and what is wrong."""
        where, what = self.place, self.what
        if not self.folder:
            if where == "":
                return say("{layer}: {what}", layer=self.layer, what=what)
            return say("{layer}: {where}: {what}", layer=self.layer, where=where, what=what)
        if where == "":
            return say("{layer}: {what}", layer=self.folder, what=what)
        return say("{folder}/{where}: {what}", folder=self.folder, where=where, what=what)


class PluginError(MeritoError):
    """A plugin cannot be loaded. `faults` describe each defect: where it is, what is wrong, what to do."""

    exit_code: ClassVar[int] = 3

    def __init__(self, faults: Iterable[Fault | Message | str]) -> None:
        self.faults = tuple(faults)
        Exception.__init__(self, self.faults)

    @property
    def messages(self) -> tuple[str, ...]:
        """The texts in the language that is asked for."""
        return tuple(in_words(one.message if isinstance(one, Fault) else one) for one in self.faults)

    def __str__(self) -> str:
        return "\n".join(self.messages)


class PluginFaultError(MeritoError):
    """A plugin violated the contract (it raised, or gave invalid rows): the run of its ente stops."""

    exit_code: ClassVar[int] = 3

    def __init__(self, plugin: str, hook: str, message: Message | str, detail: str = "") -> None:
        layer, _, module = plugin.partition(":")
        if layer == OWN:
            own = say("regole proprie/{file}: {hook}", file=module, hook=hook)
            if not module:
                own = say("regole proprie: {hook}", hook=hook)
            what = say("{own}: {message}", own=own, message=message)
        else:
            what = say("{plugin}: {hook}: {message}", plugin=plugin, hook=hook, message=message)
        super().__init__(what)
        self.what = what
        self.plugin, self.hook, self.detail = plugin, hook, detail

    @property
    def messages(self) -> tuple[str, ...]:
        """The one message, in the language that is asked for."""
        return (str(self),)
