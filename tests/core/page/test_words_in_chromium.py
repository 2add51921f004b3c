"""On no screen a page breaks a word in two."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM, sync_api
from click.testing import CliRunner

from merito.cli import app

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).parents[3] / "examples" / "bergamo"
WIDTHS = (420, 500, 560, 600, 800, 1090, 1100, 1180, 1200, 1400)
BROKEN = r"""() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("thead, .sr")) continue;
    for (const word of text.data.matchAll(/[\p{L}\d]{3,}/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(one => one.width > 1).map(one => Math.round(one.top));
      if (new Set(tops).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator["sync_api.Page"]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    root = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("page") / "bergamo", ignore=shutil.ignore_patterns("out"))
    CliRunner().invoke(app, ["run", str(root), "--year", "2020"], env={"MERITO_REGISTER": "false"})
    [index] = root.glob("out/*/2020/index.html")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page()
        shown.goto(index.as_uri())
        yield shown
        browser.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_is_broken(page: "sync_api.Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(BROKEN) == []
