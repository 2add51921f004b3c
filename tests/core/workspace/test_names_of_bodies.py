"""The names by which an ente writes a body, and the code that each of them means."""

import pytest

from merito.contract.bodies import BodyNames
from merito.model.acts import COMMISSIONER, DEPUTY, OTHER, SUBSTITUTE, UNKNOWN
from merito.testing import installed_regulations

KNOWN = installed_regulations()
NAMES = {
    "G.C.": ("giunta", ""),
    "Giunta Comunale di Feltre": ("giunta", ""),
    "la Giunta": ("giunta", ""),
    "Deliberazione di Giunta": ("giunta", ""),
    "Giunta, sentita la conferenza dei dirigenti": ("giunta", ""),
    "Giunta regionale": (UNKNOWN, ""),
    "Giunta dell'Unione montana": (UNKNOWN, ""),
    "Presidente della Giunta": (UNKNOWN, ""),
    "C.C.": ("council", ""),
    "Consiglio di amministrazione": ("board", ""),
    "O. I. V.": ("oiv", ""),
    "Organismo Indipendente di Valutazione della Performance (OIV)": ("oiv", ""),
    "OIV dell'Unione montana": ("oiv", ""),
    "Nucleo di valutazione": ("evaluation_unit", ""),
    "Vicesindaco": ("mayor", DEPUTY),
    "Vice Segretario Generale vicario": ("secretary_general", DEPUTY),
    "Segretario Generale f.f.": ("secretary_general", SUBSTITUTE),
    "Segretario comunale": ("secretary_general", ""),
    "Dirigente dell'Area Servizi": ("manager", ""),
    "Dirigente del Settore in sostituzione del Segretario Generale": ("secretary_general", SUBSTITUTE),
    "Commissario straordinario": ("commissioner", ""),
    "Commissario straordinario con i poteri della Giunta": ("giunta", COMMISSIONER),
    "altro: Comitato unico": (OTHER, ""),
    "": ("", ""),
    "Comitato unico": (UNKNOWN, ""),
}


@pytest.mark.parametrize("written", NAMES)
def test_a_name_is_read_to_its_code(written: str) -> None:
    names = BodyNames(KNOWN.stack("national").inputs.bodies, "Comune di Feltre", "municipality")
    assert names.named(written) == NAMES[written]


def test_a_regulation_adds_names_to_the_bodies_of_the_law() -> None:
    own = "Organismo con funzioni analoghe all'OIV"
    assert BodyNames(KNOWN.stack("brescia").inputs.bodies).named(own) == ("oiv", "")
    assert BodyNames(KNOWN.stack("bergamo").inputs.bodies).named(own) == (UNKNOWN, "")


def test_other_conferenze_of_a_municipality_are_not_that_of_those_who_lead_its_units() -> None:
    names = BodyNames(KNOWN.stack("comunita_montane").inputs.bodies)
    assert names.named("Conferenza delle P.O.") == ("conference", "")
    assert names.named("Conferenza dei capigruppo consiliari") == ("group_leaders", "")


def test_the_nearest_name_is_told() -> None:
    names = BodyNames(KNOWN.stack("national").inputs.bodies)
    assert names.nearest("Gunta comunale") == "Giunta"
    assert names.nearest("Zzz") == ""
