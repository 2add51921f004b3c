"""An office with a register: a workspace of one ente, its plugin, and merito run on it."""

import importlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from attrs import define
from click.testing import CliRunner, Result

from merito.cli import app
from merito.testing import Regulations

AS_OF = "2022-07-31"
LATER = "2022-08-31"
REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="collina", title="Collina", package="merito_collina", acts=("Atto",),
    editions=({editions}), modules=("merito_collina.only",), ente_kind="municipality",
    governing_body="Giunta",
)
"""
FIRST = 'Edition(name="prima", since=2015),'
BOTH = 'Edition(name="prima", since=2015, until=2021), Edition(name="seconda", since=2022),'
DIVIDES = """
from merito.numbers import cents_down, product

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    whole, share = step.dossier.funds["premi"].euro, step.parameters.share("quota")
    part = cents_down(product(whole, share.value))
    if step.readings["I-1"].choice == "none":
        part = Decimal(0)
    return Results(fund_lines=(
        FundLine(fund="premi", item="quota", amount=part, rules=("X-1",)),
        FundLine(fund="premi", item="resto", amount=whole - part, rules=("X-1",)),
    ))
"""
REFUSES = """

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    return Results(findings=(Finding(severity="error", phase=Phase.REWARDS, rule="X-1", message="non torna"),))
"""
PARAMETERS = """[quota]
kind = "share"
rule = "X-1"
label = "quota"
values = {values}
ente_may_set = {{ at_least = 0, at_most = 1 }}
"""
READINGS = """["I-1"]
article = "art. 1"
unclear = "Se la quota spetti."
choices = { whole = "spetta", none = "non spetta" }
default = "whole"
why = "Il testo tace."
"""
INPUTS = """[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[acts.approval]
label = "approvazione"
title = "Approvazione"
body = "Giunta"
cites = "art. 1"
[acts.settlement]
label = "liquidazione"
title = "Liquidazione"
body = "Segretario"
cites = "art. 1"
adopts_run = true
"""
FIRST_VALUES = '{ 2015-01-01 = "1/3", 2021-06-30 = 0.5 }'
LATER_VALUES = '{ 2015-01-01 = "1/3", 2021-06-30 = 0.5, 2022-01-01 = 0.9 }'


@define
class Office:
    """A workspace of one ente under the regulation of Collina, the plugin's folder, and merito run on it."""

    root: Path
    site: Path

    def merito(self, *words: object, status: int = 0) -> str:
        ran: Result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert ran.exit_code == status, ran.output
        return ran.output

    def run(self, *words: object, status: int = 0) -> str:
        return self.merito("run", self.root, "--as-of", AS_OF, *words, status=status)

    def asked(self, *words: object, status: int = 0) -> str:
        return self.merito(*words, "--path", self.root, status=status)

    def adopt(self, run: object, *words: object, act: str = "A1", as_of: str = LATER, status: int = 0) -> str:
        suspended = () if "--settled" in words else ("--with-suspended",)
        words = tuple(word for word in words if word != "--settled")
        return self.asked("adopt", run, "--act", act, "--as-of", as_of, *suspended, *words, status=status)

    def compared(self, old: object, new: object) -> dict[str, list[dict[str, object]]]:
        return json.loads(self.asked("diff", old, new, "--json"))  # type: ignore[no-any-return]

    def write(self, file: str, text: str) -> None:
        path = self.root / "enti" / "prova" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def funds(self, run: int) -> list[str]:
        table = self.asked("show", run, "--file", "funds.csv")
        return [",".join(line.split(",")[:3]) for line in table.splitlines()[1:]]


def office_of(install: Callable[..., Regulations], write_ente: Callable[..., Path], tmp_path: Path) -> Office:
    files = {
        "parameters.toml": PARAMETERS.format(values=FIRST_VALUES),
        "interpretations.toml": READINGS,
        "inputs.toml": INPUTS,
    }
    install("collina", DIVIDES, files=files, regulation=REGULATION.format(editions=FIRST))
    data = {
        "2021/cycle.toml": "[funds]\npremi = 1000\n",
        "acts.csv": "id,kind,date,year,body\nA1,results_adoption,2022-08-05,2021,Giunta\n",
    }
    return Office(write_ente("collina", data), tmp_path / "site")


def renew(office: Office, version: str = "0.2", editions: str = BOTH, values: str = LATER_VALUES) -> None:
    """Replaces the plugin with another version, as an update would."""
    folder = office.site / "merito_collina"
    (folder / "parameters.toml").write_text(PARAMETERS.format(values=values))
    (folder / "regulation.py").write_text(REGULATION.format(editions=editions))
    info = office.site / "merito_collina-0.1.dist-info" / "METADATA"
    info.write_text(f"Metadata-Version: 2.1\nName: merito_collina\nVersion: {version}\n")
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    for name in [name for name in sys.modules if name.startswith("merito_collina")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def causes(found: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
    return [(one["kind"], one["name"], one["told"]) for one in found["causes"]]
