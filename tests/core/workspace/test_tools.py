"""Tools in the cells of a table: by name or Italian label; one that no layer declares is always reported."""

from collections.abc import Callable

import pytest
from small_plugins import TWO_TOOLS, Install, RunIn, WriteEnte

from merito import BadDataError
from merito.testing import Record

RunWith = Callable[[str], Record]


@pytest.fixture
def run_with(install: Install, write_ente: WriteEnte, run_in: RunIn) -> RunWith:
    """Runs an ente with one candidate to a tool."""

    def run(tool: str) -> Record:
        regulations = install("prova", files={"inputs.toml": TWO_TOOLS})
        data = {"2021/people.csv": "id\nP1\n", "2021/candidates.csv": f"person,tool\nP1,{tool}\n"}
        return run_in(write_ente("prova", data), regulations)

    return run


@pytest.mark.parametrize("written", ["annual", "annuale", "Annuale"])
def test_a_tool_is_known_by_its_name_or_label(run_with: RunWith, written: str) -> None:
    assert [row.tool for row in run_with(written).dossier.candidates] == ["annual"]


def test_a_tool_that_nobody_declares_is_told(run_with: RunWith) -> None:
    with pytest.raises(BadDataError) as refused:
        run_with("anual")
    (problem,) = refused.value.problems
    assert (problem.source.file, problem.source.row, problem.column, problem.found) == (
        "enti/prova/2021/candidates.csv",
        2,
        "tool",
        "anual",
    )
    assert problem.expected == "uno strumento di questo regolamento: annual, bonus"
    assert "annual" in problem.remedy
    assert problem.article == "art. 1; art. 2"


def test_somebody_may_be_in_two_groups_of_one_tool_but_not_twice_in_one(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", files={"inputs.toml": TWO_TOOLS})
    head = "person,tool,group\n"
    data = {"2021/people.csv": "id\nP1\n", "2021/candidates.csv": f"{head}P1,annual,G1\nP1,annual,G2\n"}
    assert [row.group for row in run_in(write_ente("prova", data), regulations).dossier.candidates] == ["G1", "G2"]
    twice = {**data, "2021/candidates.csv": f"{head}P1,annual,G1\nP1,annual,G1\n"}
    with pytest.raises(BadDataError):
        run_in(write_ente("prova", twice, name="altro"), regulations, ente="altro")
