"""Examines enti without writing: in this process, in several, or in a separate one for an ente with its own rules."""

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from attrs import evolve, field, frozen

from merito.execution.crashes import program_error, traceback_of
from merito.execution.orders import One, tasks_of
from merito.regulations import Regulations, UntrustedError
from merito.regulations.patience import TooLongError, within
from merito.terminal.console import UNUSABLE
from merito.workspace.characters import printable
from merito.workspace.common import installed_regulations
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.problems import BadDataError
from merito.workspace.selection import Selection
from merito.workspace.supposed import Asked

Answer = TypeVar("Answer")


@frozen(kw_only=True)
class Look(Generic[Answer]):
    """What to do with enti: how each is opened, the result for it, and the result if it cannot be opened (Italian).

    With `debug` the traceback of an exception that nobody foresaw is printed. `refused` is the result if own rules are
    not trusted, `faulty` if a plugin or the process is at fault or takes too long, where these differ. All functions
    are of a module, or partials of such: they go to other processes.
    """

    root: Path
    as_of: date
    say: Callable[[Opened], Answer]
    failed: Callable[[Sequence[str]], Answer]
    patience: float
    provisional: bool = False
    asked: tuple[Asked, ...] = ()
    refused: Callable[[Sequence[str]], Answer] | None = None
    faulty: Callable[[Sequence[str]], Answer] | None = None
    debug: bool = False


def said(one: One, look: Look[Answer], workspace: Workspace, regulations: Regulations) -> Answer:
    """The result for an ente opened in this process.

    Raises BadDataError, PluginError, PluginFaultError, and TooLongError if its rules take too long.
    """
    part = workspace.every()[one.part]
    with within(look.patience):
        return look.say(
            open_ente(
                one.folder,
                part,
                regulations,
                one.year,
                look.as_of,
                look.provisional,
                look.asked,
                one.own_rules,
            )
        )


@frozen
class _Looker(Generic[Answer]):
    look: Look[Answer]
    workspace: Workspace
    regulations: Regulations = field(factory=installed_regulations)

    def __call__(self, one: One) -> Answer:
        look = self.look
        try:
            return said(one, look, self.workspace, self.regulations)
        except UntrustedError as error:
            return (look.refused or look.failed)(error.messages)
        except BadDataError as error:
            return look.failed(error.messages)
        except UNUSABLE as error:
            self._show(error.__cause__)
            return (look.faulty or look.failed)(error.messages)
        except TooLongError as error:
            return (look.faulty or look.failed)((str(error),))
        except Exception as error:
            self._show(error)
            return (look.faulty or look.failed)((program_error(error),))

    def _show(self, error: BaseException | None) -> None:
        """The process of own rules passes on what it prints."""
        if self.look.debug and error is not None and not isinstance(error, TooLongError):
            sys.stderr.write(printable(traceback_of(error)))


def tasks_without(chosen: Selection, no_own_rules: bool) -> list[One]:
    """The enti of a selection; with `no_own_rules` none of their own code runs."""
    return [evolve(one, own_rules=False) if no_own_rules else one for one in tasks_of(chosen)]


def looked_at(
    tasks: Collection[One], look: Look[Answer], workspace: Workspace, jobs: int = 1
) -> Iterator[tuple[One, Answer]]:
    """Each ente with its result."""
    common, own = [one for one in tasks if not one.own_rules], [one for one in tasks if one.own_rules]
    if jobs < 2 or len(common) < 2:
        here = _Looker(look, workspace)
        yield from ((one, here(one)) for one in common)
    else:
        yield from _apart(common, look, jobs)
    if own:
        yield from _apart(own, look, jobs, apart=True)


def _apart(tasks: list[One], look: Look[Answer], jobs: int, apart: bool = False) -> Iterator[tuple[One, Answer]]:
    from merito.execution.pool import LostTask, Pool  # noqa: PLC0415 (only for several processes, or own rules)

    make, nothing = partial(_looker, look), lambda _, __: None
    with Pool[One, Answer](jobs, make, nothing, apart, look.patience, grace=0) as pool:
        for one, answer in pool.answers(tasks):
            yield one, (look.faulty or look.failed)((answer.told,)) if isinstance(answer, LostTask) else answer


def _looker(look: Look[Answer]) -> _Looker[Answer]:
    return _Looker(look, open_workspace(look.root))
