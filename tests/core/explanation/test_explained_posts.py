"""What `explain` shows of a post's pay besides its amount: how it is paid, and that no limit has changed it."""

from datetime import date

from small_plugins import Install, WriteEnte

from merito import Workspace

VALUES = """
@hookimpl
@rule("X-1")
def merito_position_values(step: Step) -> Results | None:
    return Results(positions=(
        PositionValue(position="PO1", amount=Decimal("16000.00"), proportional=Decimal("17259.21"), bound="max",
                      monthly=Decimal("1230.76"), thirteenth=Decimal("1230.88"), rules=("X-1",)),
        PositionValue(position="PO2", amount=Decimal("9000.00"), rules=("X-1",)),
    ))
"""
POSTS = {"2021/units.csv": "id\nA1\n", "2021/positions.csv": "id,title,unit\nPO1,Registro,A1\nPO2,Bilancio,A1\n"}
BESIDE = {
    "al mese": "1.230,76 €",
    "tredicesima": "1.230,88 €",
    "quota proporzionale, senza limiti": "17.259,21 €",
    "limite": "massimo",
}


def test_a_post_tells_its_months_its_thirteenth_payment_its_literal_share_and_its_limit(
    install: Install, write_ente: WriteEnte
) -> None:
    install("prova", VALUES)
    record = Workspace(write_ente("prova", POSTS)).run(as_of=date(2022, 6, 1))
    told = record.explain("position:PO1")
    assert told.text.splitlines()[2] == f"  Accanto: {'; '.join(f'{name} {value}' for name, value in BESIDE.items())}"
    assert told.data["explanations"][0]["beside"] == BESIDE
    assert "Accanto" not in record.explain("position:PO2").text
