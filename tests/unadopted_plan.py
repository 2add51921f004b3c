"""An ente with a manager, a holder and one of the staff, whose Plan may never have been adopted (art. 10 c. 5)."""

from collections.abc import Callable
from datetime import date

from held_money import READINGS
from small_plugins import Install, RunIn, WriteEnte

from merito import plain
from merito.testing import Record

REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="prova", title="Prova", package="merito_prova", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), modules=("merito_prova.only",), ente_kind="{kind}",
)
"""
INPUTS = """
[funds.risultato]
label = "risultato"
title = "Risultato"
cites = "art. 1"
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[tools.result]
label = "retribuzione_risultato"
title = "Retribuzione di risultato"
cites = "art. 1"
fund = "risultato"
pays = "result"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
fund = "premi"
"""
PAYS_EVERY_HOLDER = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    if step.tool == "annual":
        return Results(rewards=(Reward(
            person="S1", tool="annual", fund="premi", item="fondo", due=Decimal("100.00"), rules=("X-1",), rests_on=()),))
    line = step.so_far.line("risultato", "fondo")
    rewards = tuple(
        Reward(person=post.holder, tool="result", fund="risultato", item="fondo", subject=f"position:{post.id}",
               due=Decimal("300.00") if post.id == "PD" else Decimal("200.00"), rules=("X-1",), rests_on=())
        for post in step.dossier.positions
    )
    return Results(rewards=rewards)
"""
NOT_YET_FINAL = PAYS_EVERY_HOLDER.replace(
    '"200.00"), rules=("X-1",)',
    '"200.00"), rules=("X-1",), reason="manca un punteggio" if post.id == "PD" else "", '
    'state=State.PROVISIONAL if post.id == "PD" else State.FINAL',
)
PEOPLE = "id,role\nD1,manager\nH1,po\nS1,staff\n"
POSTS = "id,type,holder\nPD,dirigenziale,D1\nPH,posizione organizzativa,H1\n"
VALID = "R,performance_report,2022-05-01,,,\nV,report_validation,2022-05-02,,,\nL,reading_adoption,2021-01-02,,,Organo di indirizzo\n"
HEAD = "id,kind,date,subject,value,body\n"

Made = Callable[..., Record]


def maker(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Made:
    """An ente with a manager (300 euro), a holder (200) and one of the staff (100), with some acts and readings."""

    def make(
        *acts: str,
        kind: str = "state_body",
        readings: str = "",
        people: str = PEOPLE,
        posts: str = POSTS,
        as_of: date = date(2022, 12, 31),
        fund: int = 500,
        amendments: str = "",
        code: str = PAYS_EVERY_HOLDER,
    ) -> Record:
        files = {"inputs.toml": INPUTS, "interpretations.toml": READINGS}
        regulations = install("prova", code, files=files, regulation=REGULATION.format(kind=kind))
        adopted = '"I-IT-02" = { choice = "binding", act = "L" }\n' if kind == "municipality" else ""
        rows = "".join(f"{act}{',' * (5 - act.count(','))}\n" for act in acts)
        data = {
            "2021/cycle.toml": f"[funds]\nrisultato = {fund}\npremi = 100\n[readings]\n{adopted}{readings}",
            "2021/people.csv": people,
            "2021/positions.csv": posts,
            "2021/acts.csv": f"{HEAD}{VALID}{rows}",
        }
        if amendments:
            data["2021/objectives.csv"] = "id,title,weight\nO1,Uno,100\n"
            data["2021/amendments.csv"] = amendments
        return run_in(write_ente("prova", data), regulations, as_of=as_of)

    return make


def paid(record: Record) -> dict[str, tuple[str, str, str]]:
    """What is due, paid and withheld, by person; checks that the money of every line is conserved to the cent."""
    lines = record.results.fund_lines
    assert [one for one in lines if one.amount != one.payable + one.withheld + one.savings] == []
    return {one.person: (str(one.due), str(one.payable), str(one.withheld)) for one in record.results.rewards}


def reason(record: Record, person: str) -> str:
    return next(plain(one.reason) for one in record.results.rewards if one.person == person)


def told(record: Record, says: str) -> list[str]:
    """The severities of findings of "IT-10.5" with this text."""
    found = record.results.findings
    return [one.severity for one in found if one.rule == "IT-10.5" and says in plain(one.message)]


ALL_PAID = {"D1": ("300.00", "300.00", "0.00"), "H1": ("200.00", "200.00", "0.00"), "S1": ("100.00", "100.00", "0.00")}
D1_HELD = {**ALL_PAID, "D1": ("300.00", "0.00", "300.00")}
