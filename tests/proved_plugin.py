"""The texts of a small regulation that the conformance suite tests, and that tests make wrong on purpose.

Points make a score out of 100; everybody who reaches the threshold has an equal part of the fund.
"""

RULES = """
["X-1"]
article = "art. 1"
phase = "d"
kind = "computation"
text = "Il punteggio è la somma dei punti."
status = "computed"
["X-2"]
article = "art. 2"
phase = "e"
kind = "computation"
text = "Chi raggiunge la soglia ha una parte uguale del fondo."
status = "computed"
"""
PARAMETERS = """
[threshold]
label = "Soglia"
kind = "number"
cites = "art. 2"
values = { 2010-01-01 = 60 }
[factors]
label = "Fattori"
kind = "list"
cites = "art. 1"
values = { always = ["a"] }
"""
INTERPRETATIONS = """
["I-X-1"]
article = "art. 2"
unclear = "Se chi è proprio alla soglia la raggiunga."
default = "reaches"
why = "Raggiungere comprende il punto d'arrivo."
must_adopt = false
["I-X-1".choices]
reaches = "La raggiunge."
passes = "Deve passarla."
"""
INPUTS = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 2"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 2"
fund = "premi"
never_less = true
"""
CODE = '''
from fractions import Fraction
from merito.numbers import HUNDRED, product, quotient, split_down


@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    """The points of everybody, over their maximum."""
    return Results(scores=tuple(_score(step, person) for person in step.dossier.people))


def _score(step: Step, person: Person) -> PersonScore:
    rows = [row for row in step.dossier.ratings if row.person == person.id]
    whole = sum((row.max or 0 for row in rows), Decimal(0))
    points = sum((row.points for row in rows), Decimal(0))
    known = 0 < whole
    score = quotient(product(points, HUNDRED), whole) if known and points <= whole else None
    return PersonScore(
        person=person.id,
        score=score,
        maximum=HUNDRED,
        state=State.NOT_MEASURED if score is None else State.FINAL,
        reason="" if known else "nessun punteggio",
        rules=("X-1",),
        basis=Basis(inputs=(person, *rows)),
    )


@hookimpl
@rule("X-2", "I-X-1")
def merito_rewards(step: Step) -> Results | None:
    """An equal part for everybody at the threshold; the cents that are left are savings."""
    whole = step.so_far.line("premi", "fondo")
    waiting = any(row.state is State.NOT_MEASURED for row in step.so_far.scores)
    if whole is None or waiting:
        return None
    threshold = step.parameters.number("threshold")
    choice = step.readings["I-X-1"].choice
    passing = [row for row in step.so_far.scores if row.score is not None and row.score <= HUNDRED]
    inside = [row for row in passing if row.score > threshold.value or (choice == "reaches" and row.score == threshold.value)]
    basis = Basis(parameters=(threshold,))
    if not inside:
        saved = FundLine(fund="premi", item="premi", of="fondo", amount=whole.amount, savings=whole.amount, rules=("X-2",), basis=basis)
        return Results(fund_lines=(saved,))
    parts, left = split_down(whole.amount, {row.person: 1 for row in inside})
    line = FundLine(fund="premi", item="premi", of="fondo", amount=whole.amount, savings=left, rules=("X-2",), basis=basis)
    rewards = tuple(
        Reward(person=row.person, tool="annual", fund="premi", item="premi", due=parts[row.person], rules=("X-2",), rests_on=(row, line), basis=Basis(parameters=(threshold,)))
        for row in inside
    )
    return Results(fund_lines=(line,), rewards=rewards)
'''
CASES = """
regulation = "prova"
[common]
cycle = '''
[funds]
premi = 100
'''
[common.tables]
people = '''
id,unit
P1,
P2,
P3,
'''
acts = '''
id,kind,date
R,performance_report,2022-05-01
V,report_validation,2022-05-02
'''
evaluations = '''
person,reasons
P1,nella scheda
'''
ratings = '''
person,factor,points,max
P1,a,80,100
P2,a,60,100
P3,a,59,100
'''
[[case]]
title = "two of three reach the threshold, one just"
rules = ["X-1", "X-2"]
[case.expect]
scores = [["P1", "80", "", "final"]]
rewards = [["P2", "annual", "50.00", "50.00", "0.00", "final"]]
no_rewards = [["P3"]]
"""
FORMS = """
[forms.scheda]
title = "Scheda"
cites = "art. 1"
per = "person"
reserved = true
[forms.scheda.parts.finale]
shape = "box"
rows = "results.people"
where = { person = "{subject}" }
columns = ["score = Punteggio"]
"""
FILES = {
    "forms.toml": FORMS,
    "rules.toml": RULES,
    "parameters.toml": PARAMETERS,
    "interpretations.toml": INTERPRETATIONS,
    "inputs.toml": INPUTS,
    "text.toml": '[""]\nart = "1-2"\n',
}
