"""A workspace: its enti, and what is computed for one of them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import evolve

from merito.api.record import Record, Year, record_of
from merito.api.register import Register
from merito.api.tables import Table, findings_table
from merito.cycle import check as check_course
from merito.execution.orders import tasks_of
from merito.simulation.asked import suppositions
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import Opened
from merito.workspace.selection import one_ente, select

PATIENCE = 1800.0
NOTHING_SUPPOSED: Mapping[str, object] = {}


class Workspace:
    """A workspace, a folder with `merito.toml`, or the folder of one ente, with `ente.toml`.

        office = merito.Workspace("spazio")
        record = office.run("borgo", year=2026)
        record.rewards.where(person="E1")

    `patience` is how many seconds the rules of one ente may take, 0 for as long as they like. Every method raises
    MeritoError with everything that is wrong, in Italian.
    """

    def __init__(self, path: str | Path = ".", *, patience: float = PATIENCE) -> None:
        self.path, self.patience = Path(path), patience
        open_workspace(self.path)

    def __repr__(self) -> str:
        return f"Workspace({str(self.path)!r})"

    @property
    def enti(self) -> tuple[str, ...]:
        """The ids of its enti; those whose `ente.toml` cannot be read are left out."""
        return select(self.path, None, date.today().year, None).enti

    @property
    def register(self) -> Register:
        """The register of its runs."""
        return Register(self.path)

    def run(
        self,
        ente: str | None = None,
        *,
        year: int | None = None,
        as_of: date | None = None,
        provisional: bool = False,
        own_rules: bool = True,
    ) -> Record:
        """Computes the cycle of an ente and year, and writes nothing.

        The ente may be left out if there is one, the year if `merito.toml` says it. Acts after `as_of` are not seen; by
        default it is today, or the last day of the cycle of a past year. With `provisional` closed phases are computed
        too; money stays withheld. Without `own_rules` the ente's own code does not run.
        """
        return record_of(self.at(ente, year, as_of, provisional, {}, own_rules))

    def simulate(
        self,
        supposed: Mapping[str, object],
        ente: str | None = None,
        *,
        year: int | None = None,
        as_of: date | None = None,
        provisional: bool = False,
    ) -> Record:
        """The same with supposed values: `{"positive_threshold": 65, "I-BL-04": "savings", "funds.premi": 50000}`.

        Its results are marked, are never written among real ones, and never enter the register.
        """
        return record_of(self.at(ente, year, as_of, provisional, supposed))

    def check(self, ente: str | None = None, *, year: int | None = None, as_of: date | None = None) -> Table:
        """Reads everything and checks parameters and plan: the findings, without computing the cycle."""
        return self.at(ente, year, as_of, False, {}).look(_checked)

    def at(
        self,
        ente: str | None = None,
        year: int | None = None,
        as_of: date | None = None,
        provisional: bool = False,
        supposed: Mapping[str, object] = NOTHING_SUPPOSED,
        own_rules: bool = True,
    ) -> Year:
        """The year of an ente, from which a record is computed or at which a function of a module looks."""
        chosen, _ = one_ente(select(self.path, [ente] if ente else None, year, as_of))
        (one,) = tasks_of(chosen)
        return Year(
            workspace=chosen.workspace,
            one=one if own_rules else evolve(one, own_rules=False),
            as_of=chosen.as_of,
            provisional=provisional,
            asked=suppositions([f"{key}={value}" for key, value in supposed.items()], chosen).asked,
            patience=self.patience,
        )


def _checked(opened: Opened) -> Table:
    return findings_table(check_course(opened.course), opened.course.stack)
