"""Options that choose enti beyond their ids: by regulation, by the state or failure of the last run, from a list."""

import sys
from pathlib import Path
from typing import Annotated

from attrs import evolve

from merito.execution.run_file import UNDONE, last_run
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.outputs.standing import NOT_RUN, STANDINGS
from merito.terminal.options import FILE_NAME, REGULATION, Option
from merito.workspace.problems import WorkspaceError
from merito.workspace.selection import Selection

RegulationOption = Annotated[
    list[str] | None, Option("--regulation", say("Solo gli enti di questo regolamento; si può ripetere."), REGULATION)
]
StateOption = Annotated[
    list[str] | None,
    Option(
        "--state",
        say("Solo gli enti che l'ultima esecuzione ha lasciato così (partial, bad_data, ...); si può ripetere."),
        say("STATO"),
    ),
]
ListOption = Annotated[
    Path | None,
    Option("--list", say("Solo gli enti di un file, un id per riga; - li legge dall'ingresso."), FILE_NAME),
]
STANDARD_INPUT = Path("-")
FEW = 20
"""Each of so many enti has its own lines; of more, what is not well, and the totals."""


def with_list(ente: list[str] | None, listed: Path | None) -> list[str] | None:
    """The ids of `--ente` and those of the file of `--list`; lines that begin with `#` say nothing."""
    if listed is None:
        return ente
    try:
        text = sys.stdin.read() if listed == STANDARD_INPUT else listed.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(say("--list {file}: non si legge: {why}", file=str(listed), why=str(error))) from None
    ids = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not ids:
        raise WorkspaceError(say("--list {file}: non c'è nessun ente", file=str(listed)))
    return [*(ente or ()), *ids]


def narrowed(
    chosen: Selection,
    out: Path,
    regulations: list[str] | None = None,
    states: list[str] | None = None,
    failed: bool = False,
) -> Selection:
    """Those of a selection that all of the options mean; `out` has the `run.json` of the last run.

    Raises WorkspaceError for a regulation that no ente has, an unknown state, or if there is no last run to look at.
    """
    if not (regulations or states or failed):
        return chosen
    of = {one.id: one.regulation for one in chosen.listed}
    for name in regulations or ():
        if name not in of.values():
            known = tuple(sorted({one for one in of.values() if one}))
            raise WorkspaceError(
                say("--regulation {name}: nessun ente lo ha; ci sono: {known}", name=Code(name), known=known)
            )
    for name in states or ():
        if name not in STANDINGS:
            raise WorkspaceError(
                say("--state {name}: gli stati sono {known}", name=Code(name), known=", ".join(STANDINGS))
            )
    last = last_run(out)
    if failed and not last:
        raise WorkspaceError(say("--failed: in {out} non c'è run.json di un'esecuzione precedente", out=str(out)))

    def meant(ente: str) -> bool:
        entry = last.get((ente, chosen.year_of(ente)), {})
        return (
            (not regulations or of.get(ente) in regulations)
            and (not states or entry.get("state", NOT_RUN) in states)
            and (not failed or entry.get("outcome") in UNDONE)
        )

    return evolve(
        chosen,
        homes={ente: home for ente, home in chosen.homes.items() if meant(ente)},
        broken={ente: error for ente, error in chosen.broken.items() if meant(ente)},
        whole=False,
    )


def nobody_told(failed: bool) -> str:
    """That no ente is left, in words."""
    if failed:
        return in_words(say("nessun ente da rieseguire: l'ultima esecuzione li ha finiti tutti"))
    return in_words(say("nessun ente è così"))
