"""An ente of a year with prizes, posts and managers, and what the rules of the contracts tell of it."""

from law_of_a_year import RESULT, In, found

from merito import plain
from merito.testing import Record

TOOLS = f"""
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[funds.maggiorazioni]
label = "maggiorazioni"
title = "Maggiorazioni"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio individuale"
cites = "art. 1"
funds = ["premi"]
[tools.more]
label = "maggiorazione"
title = "Maggiorazione"
cites = "art. 1"
funds = ["maggiorazioni"]
{RESULT}"""


PAID = """
from fractions import Fraction
DUE = {due}

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> ResultRows:
    for one in step.dossier.people:
        yield PersonScore(person=one.id, score=Fraction(90), maximum=Fraction(100), rules=("X-1",))

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> ResultRows:
    for tool, fund in (("annual", "premi"), ("more", "maggiorazioni"), ("result", "risultato")):
        whole = step.dossier.funds[fund].euro
        due = sum(map(Decimal, DUE.get(tool, {{}}).values()))
        yield FundLine(fund=fund, item="fondo", amount=whole, savings=whole - due, rules=("X-1",))

def _given(step, tool, fund):
    for person, euro in DUE.get(tool, {{}}).items():
        yield Reward(person=person, tool=tool, fund=fund, item="fondo", due=Decimal(euro), rules=("X-1",), rests_on=())

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="annual")
def prizes(step: Step) -> ResultRows:
    yield from _given(step, "annual", "premi")

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="more")
def increases(step: Step) -> ResultRows:
    yield from _given(step, "more", "maggiorazioni")

@hookimpl(specname="merito_rewards")
@rule("X-1", tool="result")
def results(step: Step) -> ResultRows:
    yield from _given(step, "result", "risultato")
"""


Due = dict[str, dict[str, str]]


def ran(in_year: In, year: int, people: str, due: Due, ente: str = "", *, tools: str = TOOLS, **files: str) -> Record:
    """An ente that pays sums as given, from funds of 10.000 euro for prizes, and 1.000 and 3.000 for the rest."""
    acts = (
        f"id,kind,date,body\nR,performance_report,{year + 1}-05-01,\nV,report_validation,{year + 1}-05-02,\n"
        f"L,reading_adoption,{year}-01-02,Organo di indirizzo\n"
    )
    readings = '[readings]\n"I-IT-47" = { choice = "warning", act = "L" }\n'
    tables = {
        "people.csv": people,
        "acts.csv": acts,
        "cycle.toml": f"[funds]\npremi = 10000\nmaggiorazioni = 1000\nrisultato = 3000\n{readings}",
        **{f"{name}.csv": text for name, text in files.items()},
    }
    return in_year(year, tables, "municipality", PAID.format(due=due), ente, tools)


def messages(record: Record, rule: str) -> list[str]:
    return [plain(one.message) for one in found(record, rule)]


ALIKE = {f"P{each}": "900" for each in range(1, 11)}
