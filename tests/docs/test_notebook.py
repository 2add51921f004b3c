"""The notebook of the documentation runs, and the page on Python shows what works."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def ran(source: str, names: dict[str, Any]) -> Any:
    """The value of the last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "notebook", "exec"), names)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "notebook", "exec"), names)
    return eval(compile(ast.Expression(last.value), "notebook", "eval"), names)


def test_every_cell_of_the_notebook_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    shown = [ran("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    assert len(shown[0]) == len(shown[1]) > 0
    assert "3475,06 €" in capsys.readouterr().out.replace(".", "")
    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")


def test_the_lines_of_the_page_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    ran(page.partition("```python\n")[2].partition("```")[0], {})
    assert "BG-45.1" in capsys.readouterr().out
