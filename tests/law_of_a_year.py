"""An ente in a given year under the national layer: what its rules find, each year under its own law."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from merito import Finding
from merito.testing import Record, Regulations

KIND = (
    "from merito import Edition, Regulation\nregulation = Regulation(name='prova', title='', acts=(), "
    "package='merito_prova', editions=(Edition(name='', since=2010),), modules=('merito_prova.only',), "
    "ente_kind='{kind}')\n"
)
RESULT = """
[funds.risultato]
label = "risultato"
title = "Risultato"
cites = "art. 1"
[tools.result]
label = "retribuzione_risultato"
title = "Retribuzione di risultato"
cites = "art. 1"
funds = ["risultato"]
pays = "result"
"""
In = Callable[..., Record]


def ran_in(install: Callable[..., Regulations], write_ente: Callable[..., Path], run_in: In) -> In:
    """An ente of a kind in a year, with its files of that year, run at the end of the next one."""

    def ran(
        year: int,
        files: dict[str, str],
        kind: str = "municipality",
        code: str = "",
        ente: str = "",
        tools: str = RESULT,
    ) -> Record:
        regulations = install("prova", code, regulation=KIND.format(kind=kind), files={"inputs.toml": tools})
        root = write_ente("prova", {}, ente)
        (root / "merito.toml").write_text(f'[workspace]\nyear = {year}\nlocale = "en"\n')
        folder = root / "enti" / "prova" / str(year)
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return run_in(root, regulations, as_of=date(year + 1, 12, 31))

    return ran


def found(record: Record, rule: str) -> list[Finding]:
    return [one for one in record.results.findings if one.rule == rule]
