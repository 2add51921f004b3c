"""A figure that nobody has compared with its text is told to the office with its source, and is on no public page."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from small_plugins import PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import plain

KEPT = Path(__file__).parents[1] / "snapshots" / "kept"
HEARSAY = ("moltocomuni", "rassegn", "pi-co.eu", "lapostadelsindaco", "non letti", "gianlucabertagna")
ROOT = Path(__file__).parents[2]
QUOTED = (*HEARSAY, "citat", "riportat", "non letto", ".it", ".com", ".eu", ".org")
SHARE = """
[share_of_prizes]
label = "Parte dei premi"
kind = "share"
cites = "art. 9"
values = {{ always = "3/10" }}
source = "un sito"
{verified}
"""


@pytest.mark.parametrize(("verified", "published"), [("", False), ("verified = 2026-01-31", True)])
def test_only_a_figure_compared_with_its_text_is_a_public_criterion(
    install: Install, write_ente: WriteEnte, run_in: RunIn, verified: str, published: bool
) -> None:
    files = {"inputs.toml": TWO_TOOLS, "parameters.toml": SHARE.format(verified=verified)}
    record = run_in(write_ente("prova", PREMI_1000), install("prova", files=files))
    rows = [
        dict(row.columns) for row in (*record.results.documents, *record.results.tables) if row.table == "art20_criteri"
    ]
    assert ("Parte dei premi" in [row["criterio"] for row in rows]) is published
    told = [plain(one.message) for one in record.results.findings if one.subject == "parameter:share_of_prizes"]
    assert any("nessuno l'ha confrontata col suo testo (un sito)" in one for one in told) is not published


def test_no_published_file_of_an_example_names_a_source_that_nobody_read() -> None:
    files = [path for path in KEPT.rglob("*") if "pubblicazione" in path.parts and path.is_file()]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace").casefold()
        assert not [word for word in HEARSAY if word in text], path


def sourced(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "source" in table:
        yield table
    for one in table.values():
        if isinstance(one, dict):
            yield from sourced(one)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*/**/merito*/**/parameters.toml")), ids=lambda path: path.parent.name
)
def test_no_figure_is_verified_against_a_page_that_only_quotes_its_text(path: Path) -> None:
    for one in sourced(tomllib.loads(path.read_text(encoding="utf-8"))):
        if "verified" in one:
            assert not [word for word in QUOTED if word in one["source"].casefold()], one["source"]
