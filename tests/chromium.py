"""A window in a real Chromium, as a person at this computer has it. Only tests marked `browser` import this."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from open_window import AT_WORK, window_on

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra «browser» is not installed")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = (1280, 640)
PATIENCE = 120_000


@contextmanager
def chromium_on(path: Path | None, home: Path, *more: str) -> Iterator["sync_api.Page"]:
    """The first page of a window, once the person is inside."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with window_on(path, home, *more) as window, sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://{window.host}/entra?chiave={window.key}")
        page.wait_for_url(f"http://{window.host}/")
        yield page
        browser.close()


def shown(page: "sync_api.Page", path: str) -> None:
    """Goes to a page, and waits until it is there."""
    address = re.match(r"https?://[^/]+", page.url)
    assert address is not None
    page.goto(f"{address[0]}{path}")
    ready(page)


def ready(page: "sync_api.Page") -> None:
    """Waits while the page says that it is computing, or a command is at work."""
    page.wait_for_function(
        f"!document.body.innerText.includes({AT_WORK!r}) && !document.querySelector('form[action$=\"/ferma\"]')"
    )


def begin(page: "sync_api.Page", regulation: str, name: str, identifier: str, year: int, folder: Path) -> str:
    """A new ente by the wizard; the address of its year."""
    page.get_by_role("link", name="Comincia un nuovo ente").click()
    page.locator(f"input[name=regolamento][value={regulation}]").check()
    page.get_by_label("Nome dell'ente").fill(name)
    page.get_by_label("Anno del ciclo").fill(str(year))
    page.get_by_label("Cartella in cui tenere i dati").fill(str(folder))
    page.get_by_role("button", name="Crea").click()
    ready(page)
    found = re.search(rf"/w/\w+/{identifier}/{year}/", page.url)
    assert found is not None, page.url
    return found[0]


def upload(page: "sync_api.Page", year: str, table: str, file: Path, where: str = "") -> None:
    """Uploads a file for a table, up to the preview."""
    shown(page, f"{year}dati/{table}{f'?dove={where}' if where else ''}")
    page.get_by_label("Foglio di calcolo o CSV").set_input_files(file)
    page.get_by_role("button", name="Guarda che cosa cambia").click()
    page.get_by_text("come prima:").wait_for()


def confirm(page: "sync_api.Page") -> None:
    """Writes what a preview shows."""
    page.get_by_role("button", name=re.compile("^Scrivi")).click()
    page.get_by_text("Scritto.").wait_for()


def work(page: "sync_api.Page", button: str) -> str:
    """Presses a button that starts a command; what the command has said once it has ended."""
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("link", name="Continua").wait_for()
    said = page.inner_text("main")
    page.get_by_role("link", name="Continua").click()
    ready(page)
    return said
