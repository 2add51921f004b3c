"""Only the person at this computer: everything else that asks for a page is refused, and changes nothing."""

import re
import socket
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from open_window import Window, window_on

POST = {"Content-Type": "application/x-www-form-urlencoded"}


def _year(office: Window) -> str:
    (path,) = set(re.findall(r'href="(/w/\w+/)"', office.get("/").source))
    return f"{path}camera-di-prova/2021/"


def test_without_the_cookie_there_is_no_page(office: Window) -> None:
    for path in ("/", _year(office), "/static/window.css", "/lavori/x"):
        answer = office.ask(path, cookie="merito_1=x")
        assert answer.status == 403
        assert "Camera" not in answer.page


def test_the_key_is_good_for_one_use(tmp_path: Path) -> None:
    with window_on(None, tmp_path) as window:
        assert window.ask("/").status == 403
        assert window.ask("/entra?chiave=sbagliata").status == 403
        window.enter()
        assert window.ask("/").status == 200
        again = window.ask(f"/entra?chiave={window.key}", cookie="")
        assert again.status == 403
        assert "set-cookie" not in again.headers


def test_the_cookie_bears_the_port_and_no_script_or_other_site_reads_it(tmp_path: Path) -> None:
    with window_on(None, tmp_path) as window:
        answer = window.ask(f"/entra?chiave={window.key}")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"merito_{window.port}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "http-equiv" in answer.source  # a page that goes on: a redirection would lose the cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]", "127.0.0.1.evil.example:{port}", ""]
)
def test_a_name_that_leads_here_from_elsewhere_is_refused(office: Window, host: str) -> None:
    answer = office.ask("/", headers={"Host": host.format(port=office.port)})
    assert answer.status in (400, 403)
    assert "spazi di lavoro" not in answer.page.casefold()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://127.0.0.1:{port}"},
    ],
)
def test_another_page_changes_nothing(office: Window, headers: Mapping[str, str]) -> None:
    own = {name: value.format(port=office.port) for name, value in headers.items()}
    for path in (f"{_year(office)}calcola", "/apri", "/nuovo"):
        assert office.ask(path, "POST", b"cartella=/tmp", {**POST, **own}).status == 403


def test_what_changes_something_is_never_a_link(office: Window) -> None:
    for path in ("calcola", "valutazioni/consegna", "valutazioni/prendi", "valutazioni/metti-via"):
        assert office.ask(f"{_year(office)}{path}").status == 405


@pytest.mark.parametrize(
    "path",
    [
        "{year}file/../../../merito.toml",
        "{year}file/%2e%2e/%2e%2e/%2e%2e/merito.toml",
        "{year}documenti/moduli/../../../../merito.toml",
        "{year}valutazioni/scheda/../../../merito.toml",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/w/{other}/",
        "/w/..%2f..%2fetc/",
    ],
)
def test_nothing_outside_of_the_workspace_is_shown(office: Window, path: str) -> None:
    answer = office.ask(path.format(year=_year(office), other="0" * 10))
    assert answer.status in (400, 404)
    assert "[workspace]" not in answer.source
    assert "import" not in answer.source


def test_every_answer_has_a_strict_policy(office: Window) -> None:
    for path in ("/", _year(office), "/nessuna", "/static/window.css"):
        headers = office.ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_names_of_an_ente_are_text_and_no_markup(tmp_path: Path) -> None:
    folder = tmp_path / "spazio"
    with window_on(None, tmp_path / "home") as window:
        window.enter()
        name = "<script>alert(1)</script>\"'&"
        made = {"regolamento": "comunita_montane", "nome": name, "anno": "2026", "cartella": str(folder)}
        page = window.post("/nuovo", made)
        assert page.status == 200, page.page
        assert "<script>alert" not in page.source
        assert name in page.page


def test_only_this_computer_reaches_the_port(office: Window) -> None:
    for name in {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}:
        if str(name).startswith("127."):
            continue
        with socket.socket() as other:
            other.settimeout(2)
            assert other.connect_ex((name, office.port)) != 0


def test_the_list_of_workspaces_is_the_users_own(office: Window) -> None:
    (file,) = office.home.glob("recenti.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
