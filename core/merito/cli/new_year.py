"""`merito new-year`: the folder of the next year of every ente."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from click.exceptions import Exit

from merito.cli.options import EnteOption, PathArgument
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.regulations import Regulations
from merito.terminal.console import ERRORS, UNUSABLE, console, one_line, tell_of_no_ente
from merito.terminal.options import YEAR, Option
from merito.wording.rules_told import not_needed_lines
from merito.workspace.common import installed_regulations
from merito.workspace.dossiers import no_year
from merito.workspace.ente_config import read_ente
from merito.workspace.files import shown_path
from merito.workspace.next_year import Prepared, prepare
from merito.workspace.selection import Selection, select
from merito.workspace.system_faults import fault_told


def new_year(
    path: PathArgument,
    before: Annotated[int, Option("--from", say("L'anno da cui si riporta ciò che dura."), YEAR)],
    ente: EnteOption = None,
) -> None:
    """Prepare next year's folder of every ente: lasting data are carried over, everything else begins empty."""
    chosen, terminal, regulations = select(path, ente, before, None), console(), installed_regulations()
    broken = [_Outcome(name, error.messages, failed=True) for name, error in chosen.broken.items()]
    outcomes = [*broken, *(_outcome(name, chosen, regulations, before) for name in chosen.enti)]
    for one in outcomes:
        for text in one.told:
            terminal.print(one_line(f"{one.ente}: {text}"), soft_wrap=True)
    if any(one.prepared for one in outcomes):
        for text in _to_do(chosen, before):
            terminal.print(one_line(text), soft_wrap=True)
    stray = tell_of_no_ente(chosen.of_no_ente, chosen.whole)
    if stray or any(one.failed for one in outcomes):
        raise Exit(ERRORS)


class _Outcome(NamedTuple):
    ente: str
    told: Sequence[str]
    prepared: bool = False
    failed: bool = False


def _outcome(name: str, chosen: Selection, regulations: Regulations, before: int) -> _Outcome:
    home = chosen.homes[name]
    if not (home.folder / str(before)).is_dir():
        return _Outcome(name, (str(no_year(home.folder, home.workspace, before)),), failed=True)
    try:
        config = read_ente(home.folder, home.workspace)
        stack = regulations.stack(config.regulation, config.own, run_own=False)
        made = prepare(config, home.workspace, stack, before)
    except UNUSABLE as error:
        return _Outcome(name, error.messages, failed=True)
    except OSError as error:
        return _Outcome(name, (fault_told(error, home.folder),), failed=True)
    place = shown_path(home.folder / str(before + 1), chosen.workspace.root)
    told = [*map(str, config.faults), *not_needed_lines(stack), *_year_told(made, place, before)]
    if stack.regulation.edition_of(before + 1) is None:
        told.append(
            in_words(
                say(
                    "nessuna edizione del regolamento {name} governa ancora il {what}",
                    name=Code(stack.regulation.name),
                    what=before + 1,
                )
            )
        )
    return _Outcome(name, told, prepared=True, failed=bool(config.faults))


def _to_do(chosen: Selection, before: int) -> Iterator[str]:
    """What remains to be done by hand."""
    year = before + 1
    shared = [shown_path(part.root, chosen.workspace.root) for part in chosen.workspace.every() if part.shared]
    there = in_words(say("restano come sono; le righe del {year} si aggiungono lì, con la colonna anno", year=year))
    yield from (in_words(say("tabelle comuni in {place}: {there}", place=place, there=there)) for place in shared)
    if shared:
        blank = in_words(say("le loro righe senza anno sono dell'anno scritto in merito.toml"))
        yield in_words(
            say("{blank}: prima di cambiarlo, scrivere {before} in quelle righe", blank=blank, before=before)
        )
    yield in_words(
        say(
            "per lavorare sul {year}: --year {year2}, oppure year = {year3} in [workspace] di merito.toml",
            year=year,
            year2=year,
            year3=year,
        )
    )


def _year_told(made: Prepared, place: str, before: int) -> Iterator[str]:
    carried = [
        f"{name} ({in_words(say('{n} riga', many='{n} righe', number='n', n=rows))})"
        for name, rows in made.made.items()
        if rows
    ]
    empty = [name for name, rows in made.made.items() if not rows]
    if carried:
        yield in_words(
            say("{place}: riportati dal {before}: {carried}", place=place, before=before, carried=tuple(carried))
        )
    if made.settings:
        yield in_words(
            say(
                "{place}/cycle.toml: dal {before}, da guardare: {settings}",
                place=place,
                before=before,
                settings=tuple(made.settings),
            )
        )
    if made.once:
        yield in_words(
            say(
                "{place}/cycle.toml: da scrivere, con il valore del {before} accanto: {once}",
                place=place,
                before=before,
                once=tuple(made.once),
            )
        )
    if empty:
        yield in_words(say("{place}: da compilare: {empty}", place=place, empty=tuple(empty)))
    if made.blanked:
        cells = in_words(say("{n} cella che rinviava", many="{n} celle che rinviavano", number="n", n=made.blanked))
        yield in_words(say("{place}: {cells} a ciò che non si riporta, ora in bianco", place=place, cells=cells))
    if made.untargeted:
        waiting = in_words(say("{n} indicatore senza", many="{n} indicatori senza", number="n", n=made.untargeted))
        yield in_words(
            say(
                "{place}: {waiting} risultato atteso {what}: scriverlo, o «-» se il Piano non ne prevede",
                place=place,
                waiting=waiting,
                what=before + 1,
            )
        )
    if made.left:
        yield in_words(say("{place}: c'erano già e restano come sono: {left}", place=place, left=tuple(made.left)))
    if made.workbook:
        yield in_words(
            say(
                "{place}: i fogli di {workbook} del {before} non si riportano: copiare quelli che valgono ancora",
                place=place,
                workbook=made.workbook,
                before=before,
            )
        )
