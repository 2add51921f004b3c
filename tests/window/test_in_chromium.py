"""Every page in a real browser: no fault of accessibility, nothing wider than the screen, usable by keyboard, on paper."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evaluators_sheets import MANAGER, fill

pytestmark = pytest.mark.browser
chromium = pytest.importorskip("chromium")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"
YEAR = "{key}camera-di-prova/2021/"
NOT_THERE = "{key}nessuno/2021/"
PAGES = (
    "/",
    "/nuovo",
    f"{YEAR}",
    f"{YEAR}dati",
    f"{YEAR}dati/ratings?riga=3",
    f"{YEAR}dati/people?riga=nuova",
    f"{YEAR}atti",
    f"{YEAR}atti/nuovo",
    f"{YEAR}atti/nuovo?tipo=report_validation",
    f"{YEAR}valori",
    f"{YEAR}letture/I-BG-20",
    f"{YEAR}valutazioni",
    f"{YEAR}valutazioni/stampa?di=D1%20(dirigente)",
    f"{YEAR}risultati",
    f"{YEAR}risultati/rewards",
    f"{YEAR}risultati/people",
    f"{YEAR}spiega?s=person:E1",
    f"{YEAR}spiega",
    f"{YEAR}rilievi",
    f"{YEAR}differenze",
    f"{YEAR}ipotesi?k=funds.performance&v=10000",
    f"{YEAR}documenti",
    f"{YEAR}anno-dopo",
    NOT_THERE,
)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example."""
    place = tmp_path_factory.mktemp("browser") / "spazio"
    return Path(shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns("out", "*.sqlite*")))


@pytest.fixture(scope="module")
def page(space: Path) -> Iterator[Any]:
    """The window on it, with its policy set aside so that axe can be loaded."""
    with chromium.chromium_on(space, space.with_name("home")) as opened:
        yield opened


@pytest.fixture(scope="module")
def key(page: Any) -> str:
    """The address of the workspace."""
    chromium.shown(page, "/")
    return str(page.locator("a[href^='/w/']").first.get_attribute("href"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_of_accessibility_and_fits(page: Any, key: str, path: str) -> None:
    chromium.shown(page, path.format(key=key))
    assert ("Qualcosa non va" in page.inner_text("main")) is (path == NOT_THERE)
    _is_sound(page)


def test_what_came_back_and_a_command_that_has_ended_have_no_fault_either(page: Any, key: str, space: Path) -> None:
    year = YEAR.format(key=key)
    chromium.shown(page, f"{year}valutazioni")
    page.get_by_role("button", name="Prepara le schede da consegnare").click()
    page.get_by_role("link", name="Continua").wait_for()
    assert "merito collect" not in page.inner_text("main")  # nothing of the terminal, where all went well
    _is_sound(page)
    chromium.shown(page, f"{year}valutazioni")
    sheet = space / "schede" / "camera-di-prova" / "2021" / MANAGER
    fill(sheet, M4=9)
    page.get_by_label("I fogli di calcolo dei valutatori").set_input_files(sheet)
    page.get_by_role("button", name="Guarda che cosa è tornato").click()
    page.get_by_role("heading", name="Che cosa è tornato").wait_for()
    assert page.get_by_label("Che cosa vale", exact=False).count() or page.get_by_text("Cambiati").count()
    _is_sound(page)
    page.get_by_role("button", name="Metti via queste schede").click()
    chromium.ready(page)


def _is_sound(page: Any) -> None:
    found = [(one["id"], one["nodes"][0]["html"]) for one in _violations(page)]
    assert found == []
    for width in chromium.WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": chromium.WIDTHS[0], "height": 900})


def _violations(page: Any) -> list[Any]:
    """What axe finds. It is evaluated from outside of the page, since the page itself runs no foreign script."""
    script = Path(axe.__file__).parent / "axe.min.js"
    page.evaluate(script.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    return list(page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"])


def test_the_year_is_usable_by_keyboard(page: Any, key: str) -> None:
    chromium.shown(page, f"{key}camera-di-prova/2021/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Vai al contenuto"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Calcola", "Registra l'atto"} <= seen


def test_a_sheet_is_printed_without_buttons_on_a4(page: Any, key: str) -> None:
    chromium.shown(page, f"{key}camera-di-prova/2021/valutazioni")
    page.get_by_role("link", name="stampa").first.click()
    chromium.ready(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Torna alle valutazioni").is_visible()
    assert page.get_by_text("Motivazione").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="screen")
