"""The municipality of docs/local-rules.md: its files as on the page, with its own rules on the national base."""

from pathlib import Path

from walkthrough import Written, steps

PAGE = Path(__file__).parents[1] / "docs" / "local-rules.md"
MERITO_TOML = '[workspace]\nenti = ["enti/*"]\nyear = 2025\nlocale = "it"\n'
DAY = "2026-06-10"


def borgo(root: Path) -> Path:
    """Writes the workspace of the page, before its rules become a plugin; returns its ente's folder."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "merito.toml").write_text(MERITO_TOML, encoding="utf-8")
    written = [step for step in steps(PAGE.read_text(encoding="utf-8")) if isinstance(step, Written)]
    for step in reversed(written):  # the first text of a file is written last
        if step.path.startswith("enti/borgo/") and not step.where:
            path = root / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
    return root / "enti" / "borgo"
