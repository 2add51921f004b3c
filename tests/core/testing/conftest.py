"""What the conformance suite finds in a plugin that is wrong on purpose."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from proved_plugin import CASES, CODE, FILES

from merito.testing import Regulations
from merito.testing.conformance import (
    CHECKS,
    problems_of,
    properties,  # noqa: F401 (pytester's runs forget what is first imported in them)
    subject_of,
)


@pytest.fixture
def found(install: Callable[..., Regulations], tmp_path: Path) -> Callable[..., Mapping[str, list[str]]]:
    """What every check finds in the regulation after replacing some texts of its files: `(file, old, new)`."""

    def problems(
        *edits: tuple[str, str, str], checks: tuple[str, ...] = tuple(CHECKS), examples: int = 60
    ) -> Mapping[str, list[str]]:
        texts = {**FILES, "only.py": CODE, "cases.toml": CASES}
        for file, old, new in edits:
            assert texts[file].count(old) >= 1, f"{old!r} is not in {file}"
            texts[file] = texts[file].replace(old, new)
        folder = tmp_path / "cases"
        folder.mkdir()
        (folder / "cases.toml").write_text(texts.pop("cases.toml"))
        code = texts.pop("only.py")
        regulations = install("prova", code, rules=texts.pop("rules.toml"), files=texts)
        subject = subject_of("prova", folder, examples, regulations)
        return {name: told for name in checks if (told := problems_of(name, subject))}

    return problems


@pytest.fixture(autouse=True)
def _of_an_author(in_english: None) -> None:
    """The author asks for English."""
