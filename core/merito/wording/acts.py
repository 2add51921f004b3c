"""Acts as an office names them: kind, body, number and day. Ids are for people who work on the data."""

from collections.abc import Mapping

from merito.contract.inputs import ActKind
from merito.model.acts import Act
from merito.numbers import day_text


def done_text(act: Act, kinds: Mapping[str, ActKind]) -> str:
    """`il 28/1/2021 («Approvazione del Piano», Giunta, n. 12)`; without the body or the number if it has none."""
    number = f"n. {act.number}" if act.number else ""
    named = ", ".join(filter(None, (f"«{title_of(act, kinds)}»", act.body, number)))
    return f"il {day_text(act.date)} ({named})"


def act_text(act: Act, kinds: Mapping[str, ActKind]) -> str:
    """`Approvazione del Piano (Giunta, n. 12 del 28/1/2021)`."""
    return f"{title_of(act, kinds)} ({dated_text(act)})"


def title_of(act: Act, kinds: Mapping[str, ActKind]) -> str:
    """The title of its kind."""
    return kinds[act.kind].title if act.kind in kinds else act.kind


def dated_text(act: Act) -> str:
    """`Giunta, n. 12 del 28/1/2021`."""
    number = f"n. {act.number} del " if act.number else "del " if not act.body else ""
    return ", ".join(filter(None, (act.body, f"{number}{day_text(act.date)}")))
