"""Compares documentation and code: hooks, tables, commands."""

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import attrs
import click
import pytest

import merito
from merito import kit, numbers
from merito.cli import app

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
CORE = ROOT / "core" / "merito"
CODED = (CORE / "wording" / "coded.py").read_text(encoding="utf-8")
SUBJECTS = ast.literal_eval(CODED.partition("\nSUBJECTS = ")[2].partition("\n}")[0] + "}")
HOOKS = re.findall(r"(?m)^def (merito_\w+)\(step", (CORE / "contract" / "hookspecs.py").read_text(encoding="utf-8"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEAD = re.compile(r"^#+ (.+)$", re.MULTILINE)


def made_by(name: str) -> ModuleType:
    """A program of docs/ that writes pages from the code."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("program", "page"),
    [*(("make_reference", f"{page}.md") for page in ("hooks", "tables", "results")), ("make_names", "names.md")],
)
def test_a_reference_page_is_what_the_code_says(program: str, page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == made_by(program).PAGES[page]()


def test_every_name_that_an_author_imports_is_documented() -> None:
    heads = [
        head for page in ("names.md", "python.md") for head in HEAD.findall((DOCS / page).read_text(encoding="utf-8"))
    ]
    assert sorted({*merito.__all__, *kit.__all__, *numbers.__all__} - set(heads)) == [
        "HUNDRED",
        "NOTHING",
        "Number",
        "ResultRows",
        "hookimpl",
        "plain",
    ]


def test_every_class_that_an_author_imports_is_documented_with_its_fields() -> None:
    page = (DOCS / "names.md").read_text(encoding="utf-8")
    told = {part.partition("\n")[0]: part for part in page.split("\n### ")}
    classes = {name: one for room in (merito, kit, numbers) for name, one in vars(room).items() if attrs.has(one)}
    for name in set(told) & set(classes):
        fields = [field.name for field in attrs.fields(classes[name]) if field.init and not field.name.startswith("_")]
        hidden = made_by("make_names").HIDDEN
        assert [field for field in fields if field not in hidden and f"| `{field}` |" not in told[name]] == []
    assert "Union[" not in page


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_exact_signature(hook: str) -> None:
    assert f"### `{hook}(step: Step) -> ResultRows | None`" in (DOCS / "hooks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_called_by_a_test(hook: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path.name != "test_docs.py"]
    assert any(f"def {hook}(step" in text for text in texts)


def commands() -> dict[str, click.Command]:
    """Every command by the words that call it, including those of groups."""
    found = dict(app.commands)
    inner = {name: group.commands for name, group in found.items() if hasattr(group, "commands")}
    own = {f"{group} {name}": command for group, known in inner.items() for name, command in known.items()}
    return {name: command for name, command in found.items() if name not in inner} | own


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_command_and_its_options_are_documented(command: str) -> None:
    pages = (ROOT / "README.md", DOCS / "workspace.md", DOCS / "authors.md")
    texts = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert f"`merito {command}" in texts
    options = [option for parameter in commands()[command].params for option in parameter.opts if option[:2] == "--"]
    assert [option for option in options if option != "--help" and option not in texts] == []


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_kind_of_subject_is_documented_with_its_italian_word(kind: str) -> None:
    rows = [line for line in (DOCS / "explain.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    row = next(line for line in rows if f"`{kind}`" in line or f"`{kind}:" in line)
    assert f"`{SUBJECTS[kind][0]}`" in row


def test_the_help_of_explain_names_every_kind_that_its_page_does() -> None:
    told = next(each.help for each in commands()["explain"].params if each.name == "subject")  # type: ignore[attr-defined]
    assert [kind for kind, (word, _) in SUBJECTS.items() if word not in told] == []


def test_the_readme_tells_each_command_once() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    told = [line.split("`")[1] for line in lines if line.startswith("| `merito ")]
    assert len(told) == len(set(told)) == len(commands())


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    heads = HEAD.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def leads_nowhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return not target.is_file() or bool(anchor and anchor not in anchors(target))


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not link.startswith("http")]
    assert [link for link in links if leads_nowhere(page, link)] == []


def test_every_page_is_named_by_the_list_of_pages() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(DOCS.glob("*.md")) if page.name not in text and page.name != "README.md"] == []


def test_the_readme_has_no_link_that_dies_outside_of_the_repository() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = {link for link in LINK.findall(text) if f"]({link})" in text and link.endswith(".png")}
    assert [link for link in LINK.findall(text) if not link.startswith("https://") and link not in pictures] == []
    assert [link for link in pictures if not (ROOT / link).is_file()] == []
