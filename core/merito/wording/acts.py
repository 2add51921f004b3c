"""Acts as an office names them: kind, body, number and day. Ids are for people who work on the data."""

import re
from collections.abc import Iterable, Mapping

from merito.contract.inputs import ActKind
from merito.model.acts import Act
from merito.numbers import day_text

BY_TABLE = re.compile(r" \((?:atto|tabella) [^)]*\)")
BY_FILE = re.compile(r"; gli importi sono in [\w/-]+\.csv| \([\w/-]+\.csv\)| in [\w/-]+\.csv")


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


class ActNames:
    """Replaces ids of acts in texts by their names."""

    def __init__(self, acts: Iterable[Act], kinds: Mapping[str, ActKind]) -> None:
        self._acts = {act.id: act for act in acts}
        self._kinds = kinds
        ids = "|".join(map(re.escape, sorted(self._acts, key=len, reverse=True))) or "(?!)"
        self._told = re.compile(
            rf"\b(?P<word>atto|accordo),? (?P<id>{ids})(?![\w-])(?: del \d+/\d+/\d+)?"
            r"(?P<title> \(«[^»]*»[^()]*\))?(?P<after>,? (?:\([^()]*\)|«[^»]*»))?"
        )

    def __call__(self, text: str) -> str:
        """`l'atto «Approvazione del Piano (Giunta, n. 12 del 28/1/2021)»` for `l'atto A1`."""
        return self._told.sub(self._named, text)

    def act(self, identifier: str) -> str:
        """`Approvazione del Piano (Giunta, n. 12 del 28/1/2021)` for `A1`; for an unknown act its id."""
        known = self._acts.get(identifier)
        return act_text(known, self._kinds) if known else identifier

    def _named(self, found: re.Match[str]) -> str:
        act = self._acts[found["id"]]
        after = found["after"] or ""
        said = (act.body, title_of(act, self._kinds))
        return f"{found['word']} «{self.act(act.id)}»{'' if after.strip(' ,()«»') in said else after}"


def without_tables(text: str) -> str:
    """A reason without the act, the table or the file to which it refers: these are for the office."""
    return BY_FILE.sub("", BY_TABLE.sub("", text))
