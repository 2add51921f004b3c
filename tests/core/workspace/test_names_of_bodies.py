"""The names by which an ente writes a body, and the code that each of them means."""

from merito import plain
from merito.testing import Record, run_tables

NAMES = {
    "G.C.": ("giunta", ""),
    "Giunta Comunale di Feltre": ("giunta", ""),
    "la Giunta": ("giunta", ""),
    "Deliberazione di Giunta": ("giunta", ""),
    "Giunta, sentita la conferenza dei dirigenti": ("giunta", ""),
    "Giunta regionale": ("unknown", ""),
    "Giunta dell'Unione montana": ("unknown", ""),
    "Presidente della Giunta": ("unknown", ""),
    "C.C.": ("council", ""),
    "Consiglio di amministrazione": ("board", ""),
    "O. I. V.": ("oiv", ""),
    "Organismo Indipendente di Valutazione della Performance (OIV)": ("oiv", ""),
    "OIV dell'Unione montana": ("oiv", ""),
    "Nucleo di valutazione": ("evaluation_unit", ""),
    "Vicesindaco": ("mayor", "deputy"),
    "Vice Segretario Generale vicario": ("secretary_general", "deputy"),
    "Segretario Generale f.f.": ("secretary_general", "substitute"),
    "Segretario comunale": ("secretary_general", ""),
    "Dirigente dell'Area Servizi": ("manager", ""),
    "Dirigente del Settore in sostituzione del Segretario Generale": ("secretary_general", "substitute"),
    "Commissario straordinario": ("commissioner", ""),
    "Commissario straordinario con i poteri della Giunta": ("giunta", "commissioner"),
    "altro: Comitato unico": ("other", ""),
    "": ("", ""),
    "Comitato unico": ("unknown", ""),
}


def acts(*bodies: str, regulation: str = "comunita_montane") -> Record:
    """The record of a municipality, or of a chamber, with an act of each body, as it writes them."""
    rows = [f'A{number},performance_plan,2021-01-31,2021,"{name}"' for number, name in enumerate(bodies)]
    return run_tables(regulation, {"acts": "\n".join(("id,kind,date,year,body", *rows))})


def codes(*bodies: str, regulation: str = "comunita_montane") -> list[tuple[str, str]]:
    return [(act.by, act.acting) for act in acts(*bodies, regulation=regulation).dossier.acts]


def test_a_name_is_read_to_its_code() -> None:
    assert dict(zip(NAMES, codes(*NAMES), strict=True)) == NAMES


def test_a_regulation_adds_names_to_the_bodies_of_the_law() -> None:
    own = "Organismo con funzioni analoghe all'OIV"
    assert codes(own, regulation="brescia") == [("oiv", "")]
    assert codes(own, regulation="bergamo") == [("unknown", "")]


def test_other_conferenze_of_a_municipality_are_not_that_of_those_who_lead_its_units() -> None:
    names = "Conferenza delle P.O.", "Conferenza dei capigruppo consiliari"
    assert codes(*names) == [("conference", ""), ("group_leaders", "")]


def test_the_nearest_name_is_told() -> None:
    told = [
        plain(one.message)
        for one in acts("Gunta comunale", "Zzz").results.findings
        if "tra quelli conosciuti" in plain(one.message)
    ]
    assert [one.partition(":")[0] for one in told] == [
        "l'organo «Gunta comunale» (A0) non è tra quelli conosciuti (forse «Giunta»?)",
        "l'organo «Zzz» (A1) non è tra quelli conosciuti",
    ]
