"""Counts lines of the core, of each plugin and of the window, and lines with content in the tutorial's regulation.

    python bench/lines.py

A line has content if it holds code: blank lines, comments and docstrings do not count. The window's are those of its
Python, templates and scripts; its mark is 4,000, and no file of it has more than 400.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
WINDOW = ROOT / "core" / "merito" / "window"
OF_WINDOW = (".py", ".html", ".js")
BLOCK = re.compile(r"\*\*`(merito_\w+/\w+\.py)`\*\*\n\n```python\n(.*?)```", re.DOTALL)


def main() -> None:
    parts = {name: sorted((ROOT / name).rglob("*.py")) for name in ("core", *_plugins())}
    lines = {name: sum(len(_read(one).splitlines()) for one in files) for name, files in parts.items()}
    for name, number in lines.items():
        content = sum(_content(_read(one)) for one in parts[name])
        print(f"{number:8,}  {len(parts[name]):4} files  {content:8,} with content  {name}")
    print(f"{sum(lines.values()):8,}  core and plugins; {sum(lines.values()) - lines['core']:,} of plugins")
    engine = [one for one in parts["core"] if WINDOW not in one.parents]
    print(f"{sum(len(_read(one).splitlines()) for one in engine):8,}  {len(engine):4} files  core without the window")
    window = [len(_read(one).splitlines()) for one in sorted(WINDOW.rglob("*")) if one.suffix in OF_WINDOW]
    print(f"{sum(window):8,}  {len(window):4} files  the window, with templates; the longest has {max(window)}")
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    last = dict(BLOCK.findall(text))  # a file that appears again replaces the first
    for name, code in last.items():
        print(f"{_content(code):8,}  with content, {name} of the tutorial")
    print(f"{sum(map(_content, last.values())):8,}  with content, the tutorial's regulation")


def _plugins() -> list[str]:
    return sorted(f"plugins/{one.name}" for one in (ROOT / "plugins").iterdir() if one.is_dir())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _content(code: str) -> int:
    """The number of lines with content, without docstrings."""
    told = set[int]()
    for node in ast.walk(ast.parse(code)):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            told |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    written = enumerate(code.splitlines(), 1)
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") and number not in told for number, line in written
    )


if __name__ == "__main__":
    main()
