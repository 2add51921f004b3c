"""The page as a document: well formed, self-contained, headings in order, accessible, and readable without a script."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from core.conftest import Make
from core.markup import Element, read
from printed import merito
from small_plugins import WriteEnte
from written import EXAMPLES, Made

PAGES = [
    ("graded", "bergamo"),
    ("planned", "bergamo"),
    ("comunita-montane", "borgo-lungo"),
    ("comunita-montane", "selva-scura"),
    ("brescia", "brescia"),
]


@pytest.fixture(params=PAGES, ids=lambda case: "-".join(case))
def page(request: pytest.FixtureRequest, trial: Make) -> str:
    kind, ente = request.param
    made: Made = request.getfixturevalue(kind) if ente == "bergamo" else trial(kind, ente)
    return made.page


def test_it_is_well_formed_and_in_italian(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>\n")
    assert read(page).all("html")[0].attributes["lang"] == "it"


def test_it_has_one_h1_and_no_heading_skips_a_level(page: str) -> None:
    levels = [int(one.tag[1]) for one in read(page).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_it_runs_no_script_and_loads_nothing(page: str) -> None:
    assert re.findall(r"<script|=.https?:|url\(|@import|\son\w+=|src=", page) == []
    outside = [one.attributes["href"] for one in read(page).all("link")]
    assert outside == ["data:,"]


def test_every_place_on_it_is_one_and_every_link_leads_somewhere(page: str) -> None:
    whole = read(page)
    places = Counter(one.attributes["id"] for one in whole.all() if "id" in one.attributes)
    assert [name for name, times in places.items() if times > 1] == []
    inside = {one.attributes["href"][1:] for one in whole.all("a") if one.attributes["href"].startswith("#")}
    assert inside - set(places) == set()
    named = {one.attributes["aria-labelledby"] for one in whole.all() if "aria-labelledby" in one.attributes}
    assert named - set(places) == set()


def test_landmarks_and_a_link_to_skip_to_the_content(page: str) -> None:
    whole = read(page)
    assert [len(whole.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert whole.all("a")[0].attributes["href"] == "#contenuto"
    assert whole.all("main")[0].attributes["id"] == "contenuto"


def test_every_table_has_a_caption_and_scoped_heads_in_a_region_that_takes_the_focus(page: str) -> None:
    whole = read(page)
    tables = whole.all("table")
    assert tables
    regions = [one for one in whole.classed("scroll") if one.attributes.get("tabindex") == "0"]
    assert sum(len(region.all("table")) for region in regions) == len(tables)
    assert all("aria-label" in one.attributes or "aria-labelledby" in one.attributes for one in regions)
    for table in tables:
        assert [one.text != "" for one in table.all("caption")] == [True]
        assert [one for one in table.all("th") if "scope" not in one.attributes] == []


def test_every_bar_stands_beside_its_figure_in_words(page: str) -> None:
    bars = [(parent, part) for parent in read(page).all() for part in parent.parts if _is_bar(part)]
    assert [bar for _, bar in bars if bar.attributes.get("aria-hidden") != "true"] == []
    wordless = [parent for parent, bar in bars if not parent.text and "loadbar" not in parent.attributes["class"]]
    assert wordless == []


def _is_bar(part: object) -> bool:
    return isinstance(part, Element) and part.tag == "svg"


def test_the_same_record_gives_the_same_bytes(make: Make) -> None:
    one, two = (make(EXAMPLES / "bergamo", "bergamo", year=2020).page for _ in range(2))
    assert one == two


@pytest.mark.usefixtures("in_this_process")
def test_a_page_that_is_compared_with_others_leads_back_to_the_page_of_all(write_ente: WriteEnte, make: Make) -> None:
    root = write_ente("bergamo", {})
    assert "../../index.html" not in make(root).page
    write_ente("bergamo", {}, name="altra")
    assert merito("run", root, "--as-of", "2022-06-01").exit_code == 0
    page = (root / "out" / "altra" / "2021" / "index.html").read_text(encoding="utf-8")
    assert read(page).classed("contents")[0].all("a")[0].attributes["href"] == "../../index.html"
