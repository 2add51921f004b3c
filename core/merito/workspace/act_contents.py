"""Reads the contents of an act: codes or Italian labels that its kind declares, separated by `;` or `,`."""

import re
from collections.abc import Iterable, Mapping

from merito.contract.inputs import ActKind
from merito.model.acts import BETWEEN_CONTENTS, NO_CONTENT
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problems

COLUMN, PARTED = "contents", re.compile(r"[;,]")


def resolve_contents(acts: Iterable[Read], kinds: Mapping[str, ActKind], problems: Problems) -> None:
    """The contents of every act by their codes; a word that its kind does not declare is a problem."""
    for row in acts:
        kind = kinds.get(str(row.values["kind"]))
        written = [word.strip() for word in PARTED.split(str(row.values[COLUMN] or ""))]
        words = [word for word in written if word]
        if kind is not None and words:
            row.values[COLUMN] = BETWEEN_CONTENTS.join(_codes(row, words, kind, problems))


def _codes(row: Read, words: list[str], kind: ActKind, problems: Problems) -> list[str]:
    labels = {**{one.code: one.label for one in kind.contents.values()}, **NO_CONTENT}
    known = {plain(word): code for code, label in labels.items() for word in (code, label)}
    found: dict[str, None] = {}
    for word in words:
        code = known.get(plain(word))
        if code is None:
            error = _unknown(row, word, kind, labels)
            problems.add(row.problem(COLUMN, word, error, kind.cites))
        else:
            found[code] = None
    if len(found) > 1 and not NO_CONTENT.keys().isdisjoint(found):
        nothing = row.heads.word(*next(iter(NO_CONTENT.items())))
        error = CellError(f"«{nothing}» da solo, oppure i contenuti che l'atto ha", "Togliere l'uno o gli altri.")
        problems.add(row.problem(COLUMN, BETWEEN_CONTENTS.join(words), error, kind.cites))
    return list(found)


def _unknown(row: Read, word: str, kind: ActKind, labels: Mapping[str, str]) -> CellError:
    told = [row.heads.word(code, label) for code, label in labels.items()]
    if not kind.contents:
        return CellError(f"nulla: per «{kind.title}» il regolamento non elenca contenuti", "Lasciare vuota la cella.")
    return CellError(f"contenuti di «{kind.title}»: {', '.join(told)}", suggestion(word, told))
