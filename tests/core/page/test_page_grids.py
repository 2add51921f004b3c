"""Plain tables of the page: one row of many columns is a list, many rows are folded, fractions only where useful."""

from core.conftest import Make
from core.markup import Element, read
from small_plugins import Install, WriteEnte

ADDS_ROWS = """
@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    def row(table, **columns):
        return TableRow(table=table, columns=tuple((head.replace("__", ", "), value) for head, value in columns.items()))
    ten = {{f"voce_{{number}}": number for number in range(1, {columns} + 1)}}
    rows = tuple(row("quote", progetto=f"P{{number}}", quota=Decimal("33.33")) for number in range({rows}))
    shares = (
        row("parti", parte="terzo", quota=Decimal("33.33"), quota__esatta="100/3"),
        row("parti", parte="quarto", quota=Decimal("25.00"), quota__esatta="25"),
        row("parti", parte="nessuna", quota="", quota__esatta=""),
    )
    return Results(tables=(row("riepilogo", **ten), *rows, *shares))

@hookimpl
@rule("X-1")
def merito_roll_up(step: Step) -> Results | None:
    return Results(grades=(Grade(scope="ente", id="prova", value=Fraction("{grade}"), rules=("X-1",)),))
"""
PLAIN = {"columns": 3, "rows": 2, "grade": "75"}


def added(install: Install, write_ente: WriteEnte, make: Make, **words: object) -> tuple[Element, Element]:
    """The whole page, and its section of the regulation's own tables."""
    code = "from fractions import Fraction\n" + ADDS_ROWS.format(**PLAIN | words)
    install("prova", code)
    page = make(write_ente("prova", {})).page
    section = read(page).by_id("tabelle")
    assert section is not None
    return read(page), section


def test_one_row_of_many_columns_is_a_list_of_labels_and_values(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    _, section = added(install, write_ente, make, columns=10)
    pairs = section.classed("pairs")[0]
    assert [(one.all("dt")[0].text, one.all("dd")[0].text) for one in pairs.all("div")][:2] == [
        ("Voce 1", "1"),
        ("Voce 2", "2"),
    ]
    assert len(pairs.all("dt")) == 10
    assert "Riepilogo" in [head.text for head in section.all("h3")]
    assert [table.all("caption")[0].text for table in section.all("table")] == ["Quote", "Parti"]


def test_one_row_of_few_columns_is_a_table(install: Install, write_ente: WriteEnte, make: Make) -> None:
    _, section = added(install, write_ente, make, columns=9)
    assert section.classed("pairs") == []
    assert section.all("table")[0].all("caption")[0].text == "Riepilogo"


def test_a_long_table_is_folded_under_its_name_and_the_number_of_its_rows(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    _, section = added(install, write_ente, make, rows=16)
    folded = section.all("details")
    assert [one.all("summary")[0].text for one in folded] == ["Quote (16 righe)"]
    assert len(folded[0].all("tr")) == 17


def test_a_table_that_is_not_long_stands_open(install: Install, write_ente: WriteEnte, make: Make) -> None:
    assert added(install, write_ente, make, rows=15)[1].all("details") == []


def test_of_a_very_long_table_the_first_rows_are_shown_and_where_the_others_are(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    _, section = added(install, write_ente, make, rows=201)
    assert len(section.all("details")[0].all("tr")) == 201
    assert "Sono le prime 200 righe di 201: le altre in tables/quote.csv." in section.text


def test_an_exact_column_is_folded_into_its_own_and_told_only_where_decimals_do_not_say_it_all(
    install: Install, write_ente: WriteEnte, make: Make
) -> None:
    _, section = added(install, write_ente, make)
    parts = next(one for one in section.all("table") if one.all("caption")[0].text == "Parti")
    assert [row.text for row in parts.all("tr")] == [
        "Parte Quota",
        "terzo 33,33 esatto 100/3",
        "quarto 25,00",
        "nessuna",
    ]
    assert [cell.attributes.get("class") for cell in parts.all("td")] == ["num"] * 3


def test_a_short_fraction_stands_beside_the_figure(install: Install, write_ente: WriteEnte, make: Make) -> None:
    whole, _ = added(install, write_ente, make, grade="1900/21")
    assert "90,48% definitivo esatto 1900/21" in whole.classed("whole")[0].text
    assert whole.all("abbr") == []


def test_a_long_fraction_does_not_stand_beside_the_figure(install: Install, write_ente: WriteEnte, make: Make) -> None:
    long = "267232233255212690087/2758893650722638000"
    whole, _ = added(install, write_ente, make, grade=long)
    assert "96,86% definitivo arrotondato" in whole.classed("whole")[0].text
    assert [one.attributes["title"] for one in whole.all("abbr")] == [f"esatto {long}"]


def test_a_figure_that_its_decimals_say_has_no_fraction(install: Install, write_ente: WriteEnte, make: Make) -> None:
    whole, _ = added(install, write_ente, make, grade="75")
    assert "esatto" not in whole.classed("whole")[0].text


INTERIM = {
    "2021/indicators.csv": (
        "id,title,kind,better,target,target_interim\nA,Quota,percent,higher,90,40\nB,Giorni,number,lower,10,20\n"
        "C,Pari,number,higher,9,5\n"
    ),
    "2021/measures.csv": "indicator,at,value\nA,interim,50\nB,interim,25\nC,interim,5\nA,final,90\n",
}


def test_what_is_monitored_says_percent_and_whether_a_deviation_is_better_or_worse(
    write_ente: WriteEnte, make: Make
) -> None:
    page = make(write_ente("bergamo", INTERIM)).page
    section = read(page).by_id("monitoraggio")
    assert section is not None
    cells = [[cell.text for cell in row.all("td")] for row in section.all("tr")[1:]]
    assert cells == [
        ["40%", "50%", "+25,00%, meglio dell'atteso"],
        ["20", "25", "+25,00%, peggio dell'atteso"],
        ["5", "5", "0,00%, come atteso"],
    ]


def test_without_dashboards_the_section_is_of_indicators_and_shows_no_grade_that_there_is_not(
    write_ente: WriteEnte, make: Make
) -> None:
    page = make(write_ente("bergamo", INTERIM)).page
    section = read(page).by_id("cruscotti")
    assert section is not None
    assert section.all("h2")[0].text == "Indicatori"
    assert "—" not in section.all("summary")[0].text


def test_rule_codes_next_to_an_amount_are_never_split_and_the_line_may_break_between_them(trial: Make) -> None:
    page = trial("comunita-montane", "valfredda").page
    section = read(page).by_id("fondi")
    assert section is not None
    codes = section.classed("codes")[0]
    assert [one.text for one in codes.classed("id")][:2] == ["BL-17.D", "BL-17.Da"]
    assert codes.text == " ".join(one.text for one in codes.classed("id"))
