"""A year through the pages alone, from an empty folder: tables with faults, values, acts, figures, papers, next year.

The figures are those of `merito run` on the same data, to the byte.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest
from open_window import START, Got, Window, fields_of, window_on

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = EXAMPLES / "camera-di-prova" / "enti" / "camera-di-prova"
AS_OF = "al=2022-07-31"
FAULTS = {
    "personale": (b";U1;C;", b";UX;C;"),
    "valutazioni_fattori": (b";c;8;", b";c;otto;"),
    "atti": (b"28/6/2022", b"31/6/2022"),
}
VALUES: Mapping[str, tuple[str, str]] = {
    "funds.positions": ("20.000,00", ""),
    "funds.managers": ("10.000,00", ""),
    "funds.secretary": ("8.000,00", ""),
    "funds.performance": ("9.000,00", ""),
    "figures.positions_result": ("4.000,00", ""),
    "figures.decentralised_resources": ("30.000,00", ""),
    "strategy_map": ("2; 2", ""),
    "staff_factors": ("a: 40; b: 30; c: 30", "SM2"),
    "position_factors": ("struttura: 50; comportamenti: 50", "SM2"),
    "manager_factors": ("ente: 50; comportamenti: 50", "SM2"),
    "secretary_factors": ("ente: 60; comportamenti: 40", "SM1"),
    "evaluation_levels": ("ottimo: 90; buono: 75; sufficiente: 60; insufficiente: 0", "SM2"),
    "positive_threshold": ("60", "SM2"),
    "position_least": ("5.000", ""),
    "position_most": ("16.000", ""),
    "position_result_base": ("position_pay", "SM2"),
    "position_result_formula": ("score", "SM2"),
    "managers_result_base": ("equal", "SM2"),
    "managers_result_formula": ("score", "SM2"),
    "secretary_result_base": ("equal", "SM1"),
    "secretary_result_formula": ("score", "SM1"),
    "performance_formula": ("score", "SM2"),
}
READINGS = {"I-BP-03": ("indicators", "L1"), "I-BP-12": ("letter", "L1"), "I-BG-20": ("in_proportion", "L2")}
SOURCED = {"position_least", "position_most"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, str, Path]]:
    """A window, the address of a new chamber's year, and its workspace; nothing is in its tables."""
    folder = tmp_path_factory.mktemp("da-zero")
    with window_on(None, folder / "home") as window:
        window.enter()
        made = {
            "regolamento": "bergamo",
            "nome": "Camera di commercio di prova (inventata)",
            "id": "camera-di-prova",
            "anno": "2021",
            "cartella": str(folder / "spazio"),
        }
        page = window.post("/nuovo", made)
        found = re.search(r"/w/\w+/camera-di-prova/2021/", page.source)
        assert found is not None, page.page
        yield window, found[0], folder / "spazio"


def test_an_empty_year_begins_with_its_tables(begun: tuple[Window, str, Path]) -> None:
    window, year, _ = begun
    page = window.get(year)
    todo = page.source.partition('class="todo"')[2]
    first = [unescape(one) for one in re.findall(r'href="([^"]+)">Apri la tabella', todo)]
    assert [re.search(r"dati/(\w+)", one)[1] for one in first] == ["units", "people", "objectives"]
    assert todo.index("Mancano le strutture") < todo.index(">Registra l")


def test_what_a_year_begins_with_is_told_until_it_is_there(begun: tuple[Window, str, Path]) -> None:
    window, year, space = begun
    people = space / "enti" / "camera-di-prova" / "2021" / "personale.csv"
    before = people.read_bytes()
    people.write_text("id;ruolo\nE1;dipendente\n", encoding="utf-8")
    try:
        page = window.get(year).page
        assert "Mancano gli obiettivi del Piano, con i loro indicatori" in page
        assert "Manca chi è in servizio" not in page
    finally:
        people.write_bytes(before)


def test_a_value_without_an_act_leads_to_where_one_is_recorded(begun: tuple[Window, str, Path]) -> None:
    window, year, _ = begun
    source = window.get(f"{year}valori").source
    assert re.search(r'href="[^"]*/atti/nuovo[^"]*">Registra prima l&#39;atto di chi decide', source), source


@pytest.mark.long
def test_a_whole_year_of_a_chamber(begun: tuple[Window, str, Path]) -> None:
    window, year, space = begun
    _upload_with_faults(window, year)
    _correct_in_the_page(window, year)
    form = fields_of(window.get(f"{year}valori?{AS_OF}").source)
    for key, (text, act) in VALUES.items():
        form |= {f"v.{key}": text, f"a.{key}": act}
    form |= {f"f.{key}": "CCNL 21.5.2018, art. 15 c. 2" for key in SOURCED}
    told = window.post(f"{year}valori?{AS_OF}", form)
    assert "Scritto" in told.page and "da correggere" not in told.page, told.page
    for key, (choice, act) in READINGS.items():
        told = window.post(f"{year}valori", {"chiave": key, "valore": choice, "atto": act, "tipo": "reading"})
        assert "Scritto" in told.page, told.page
    page = window.get(f"{year}?{AS_OF}")
    assert "liquidabili" in page.page
    assert "errori" not in page.page
    ran = window.worked(window.post(f"{year}calcola?{AS_OF}"))
    assert "Finito" in ran.page, ran.page
    _same_figures(space)
    why = window.get(f"{year}spiega?s=person:E1&{AS_OF}").page
    assert "40% × a 83,75% + 30% × b 100% + 30% × c 70%" in why
    assert "valutazioni_fattori.csv, riga 2" in why
    printed = window.worked(window.post(f"{year}documenti", {}))
    assert "Finito" in printed.page, printed.page
    papers = window.get(f"{year}documenti")
    letter = next(path for path in re.findall(r'href="([^"]+\.docx[^"]*)"', papers.source) if "E1" in path)
    assert window.get(unescape(letter)).content.startswith(b"PK")
    assert "art20" in papers.page or "premi" in papers.page
    prepared = window.worked(window.post(f"{year}anno-dopo"))
    assert "Finito" in prepared.page, prepared.page
    assert (space / "enti" / "camera-di-prova" / "2022" / "obiettivi.csv").is_file()


def _upload_with_faults(window: Window, year: str) -> None:
    """Every table, each as a file; three of them with a fault that the preview shows beside its cell."""
    for folder, where in ((EXAMPLE, "ente"), (EXAMPLE / "2021", "year")):
        for path in sorted(folder.glob("*.csv"), key=lambda one: (one.stem != "unita", one.name)):  # people name units
            content = path.read_bytes()
            if where == "year" and path.stem in FAULTS:
                right, wrong = FAULTS[path.stem]
                assert right in content, path.stem
                content = content.replace(right, wrong, 1)
            place = f"?dove={where}" if path.stem == "atti" else ""
            shown = window.upload(f"{year}dati/{path.stem}/carica{place}", path.name, content)
            assert "aggiunte:" in shown.page, shown.page
            if where == "year" and path.stem in FAULTS:
                wrong_text = FAULTS[path.stem][1].decode().strip(";").split(";")[0]
                assert f"trovato «{wrong_text}»" in shown.page or wrong_text in shown.page
                assert 'class="wrong"' in shown.source
            written = window.post(f"{year}dati/{path.stem}/scrivi{place}", {"chiave": _key(shown)})
            assert "Scritto" in written.page, written.page


def _correct_in_the_page(window: Window, year: str) -> None:
    """Every fault that the year's page tells leads to its row, and is corrected there."""
    right = {"personale": ("c-unit", "U1"), "valutazioni_fattori": ("c-points", "8"), "atti": ("c-date", "28/6/2022")}
    for _ in range(len(right) + 1):
        page = window.get(year)
        links = [unescape(one) for one in re.findall(r'<a class="button go" href="([^"]+)">Correggi', page.source)]
        if not links:
            return
        form_page = window.get(links[0].partition("#")[0])
        (name,) = re.findall(r"/dati/(\w+)", links[0].partition("?")[0])
        column, text = right[name]
        action = re.search(r'action="([^"]+/riga[^"]*)"', form_page.source)
        assert action is not None, form_page.page
        form = {**_fields(form_page), column: text, "azione": "scrivi"}
        shown = window.post(unescape(action[1]), form)
        assert "cambiate: 1" in shown.page, shown.page
        write = re.search(r'action="([^"]+/scrivi[^"]*)"', shown.source)
        assert write is not None
        assert "Scritto" in window.post(unescape(write[1]), {"chiave": _key(shown)}).page
    raise AssertionError(window.get(year).page)


def _fields(page: Got) -> dict[str, str]:
    """The form of a row as it stands."""
    inputs = re.findall(r'<input type="\w+"[^>]*? name="([^"]+)" value="([^"]*)"', page.source)
    chosen = {
        name: next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
        for name, options in re.findall(r'<select [^>]*?name="(c-[^"]+)"[^>]*>(.*?)</select>', page.source, re.DOTALL)
    }
    return {**{name: unescape(value) for name, value in inputs}, **chosen}


def _key(page: Got) -> str:
    found = re.search(r'name="chiave" value="(\w+)"', page.source)
    assert found is not None, page.page
    return found[1]


def _same_figures(space: Path) -> None:
    """The results of the pages are those of the command line on a copy of the data, to the byte."""
    copy = space.with_name("copia")
    shutil.copytree(space, copy, ignore=shutil.ignore_patterns("out", "*.sqlite*"))
    command = [sys.executable, "-c", START, "run", str(copy), "--as-of", "2022-07-31"]
    subprocess.run(command, check=True, capture_output=True)
    ours, theirs = (one / "out" / "camera-di-prova" / "2021" for one in (space, copy))
    names = sorted(path.relative_to(theirs).as_posix() for path in theirs.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file())
    assert [name for name in names if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []
    rewards = (ours / "rewards.csv").read_text(encoding="utf-8")
    assert "3475.06" in rewards
