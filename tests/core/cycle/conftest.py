"""A plan with amendments, for tests of what is applied and of what is reported."""

from typing import Any

import pytest
from amended_plan import A7, A9, A10, ACT_HEAD, ACT_KINDS, HEAD, PLAN, Plan
from small_plugins import Install, RunIn, WriteEnte


@pytest.fixture
def plan(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Any:
    """Writes the plan with some amendments (id, table, row, column, old, new, act) and acts."""

    def write(*amendments: str, acts: tuple[str, ...] = (A7, A9, A10), code: str = "", **tables: str) -> Plan:
        regulations = install("prova", code, files={"inputs.toml": ACT_KINDS})
        files = {**PLAN, **{f"{name}.csv": text for name, text in tables.items()}}
        files["acts.csv"] = ACT_HEAD + "".join(f"{act}{',' * (6 - act.count(','))}\n" for act in acts)
        files["amendments.csv"] = HEAD + "".join(f"{row}\n" for row in amendments)
        root = write_ente("prova", {f"2021/{name}": text for name, text in files.items()})
        return Plan(root, run_in, regulations)

    return write
