"""Random enti of a few people: two rankings in bands, heads with result pay, a post, a few refused or absent."""

from collections.abc import Mapping

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

INPUTS = """
[funds.annual]
label = "annuale"
title = "Premi annuali"
cites = "art. 1"
[funds.heads]
label = "responsabili"
title = "Posizioni e risultato dei responsabili"
cites = "art. 2"
[funds.extra]
label = "bonus"
title = "Bonus"
cites = "art. 3"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
[tools.post]
label = "posizione"
title = "Retribuzione di posizione"
cites = "art. 2"
pays = "post"
[tools.result]
label = "risultato"
title = "Retribuzione di risultato"
cites = "art. 2"
pays = "result"
[tools.extra]
label = "bonus"
title = "Bonus"
cites = "art. 3"
"""
PUBLISHED = """
[premi]
title = "premi"
cites = "art. 1"
holds = "premi"

[premi.columns]
fund = { head = "fondo", title = "fondo", kind = "text", means = "fondo" }
amount = { head = "stanziati", title = "stanziati", kind = "euro", means = "stanziati" }
released = { head = "liquidabili", title = "liquidabili", kind = "euro", means = "liquidabili" }
withheld = { head = "sospesi", title = "sospesi", kind = "euro", means = "sospesi" }
savings = { head = "economie", title = "economie", kind = "euro", means = "economie" }

[fasce]
title = "fasce"
cites = "art. 1"
holds = "fasce"

[fasce.columns]
group = { head = "gruppo", title = "gruppo", kind = "text", means = "gruppo" }
prize = { head = "premio", title = "premio", kind = "text", means = "premio" }
band = { head = "fascia", title = "fascia", kind = "text", means = "fascia" }
people = { head = "persone", title = "persone", kind = "count", means = "persone" }
released = { head = "liquidabili", title = "liquidabili", kind = "euro", means = "liquidabili" }

[punteggi]
title = "punteggi"
cites = "art. 1"
holds = "punteggi"

[punteggi.columns]
group = { head = "gruppo", title = "gruppo", kind = "text", means = "gruppo" }
score = { head = "punteggio", title = "punteggio", kind = "text", means = "punteggio" }
people = { head = "persone", title = "persone", kind = "count", means = "persone" }
"""
CODE = """
from fractions import Fraction

BANDS = ("alta", "media", "bassa")
SHARES = {"alta": Decimal("0.5"), "media": Decimal("0.4"), "bassa": Decimal("0.1")}
TOTAL = Decimal("0.00")

def scored(step):
    return {row.person: int(row.points) for row in step.dossier.ratings}

def heads(step):
    return {one.id for one in step.dossier.people if one.role == "po"}

def band_of(points):
    return "alta" if points >= 92 else "media" if points >= 80 else "bassa" if points >= 70 else ""

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    refused = tuple(
        Finding(severity="error", phase=Phase.EVALUATION, rule="X-1", subject=f"person:{one}", message="11 punti su 10")
        for one, points in scored(step).items() if points == 99
    )
    return Results(findings=refused, scores=tuple(
        PersonScore(person=one, score=Fraction(points), maximum=Fraction(100), rules=("X-1",))
        for one, points in scored(step).items()
    ) + tuple(
        PersonScore(person=one.id, maximum=Fraction(100), rules=("X-1",))
        for one in step.dossier.people if one.id not in scored(step)
    ))

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    return Results(fund_lines=tuple(
        FundLine(fund=fund.id, item="fondo", amount=fund.euro, rules=("X-1",)) for fund in step.dossier.funds
    ))

@hookimpl
@rule("X-1")
def merito_placements(step: Step) -> Results | None:
    points, managing = scored(step), heads(step)
    unit = {one.id: one.unit for one in step.dossier.people}
    placements, bands = [], []
    for ranking in sorted({one.unit for one in step.dossier.people}):
        own = [one for one in points if unit[one] == ranking and one not in managing]
        for place, one in enumerate(sorted(own, key=lambda one: -points[one]), 1):
            band = band_of(points[one])
            placements.append(
                Placement(ranking=ranking, person=one, place=place if band else None, band=band, rules=("X-1",))
            )
        pool = share(step, ranking)
        for band in BANDS:
            within = [one for one in own if band_of(points[one]) == band]
            part = (pool * SHARES[band]).quantize(TOTAL)
            each = (part / len(within)).quantize(TOTAL, rounding="ROUND_DOWN") if within else None
            saved = part - each * len(within) if within else part
            bands.append(Band(ranking=ranking, band=band, places=len(within), people=len(within), pool=part,
                              per_head=each, savings=saved, rules=("X-1",)))
    return Results(placements=tuple(placements), bands=tuple(bands))

def share(step, ranking):
    units = sorted({one.unit for one in step.dossier.people})
    whole = step.dossier.funds["annual"].euro
    part = (whole / len(units)).quantize(TOTAL, rounding="ROUND_DOWN")
    return whole - part * (len(units) - 1) if ranking == units[0] else part

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    points, managing = scored(step), sorted(heads(step))
    if step.tool == "annual":
        lines, rewards = [], []
        for band in step.so_far.bands:
            item = f"{band.ranking}, fascia {band.band}"
            lines.append(FundLine(fund="annual", item=item, of="fondo", amount=band.pool, savings=band.savings,
                                  rules=("X-1",), rests_on=(band,)))
            rewards += [
                Reward(person=row.person, tool="annual", fund="annual", item=item, due=band.per_head, band=band.band,
                       rules=("X-1",), rests_on=())
                for row in step.so_far.placements if (row.ranking, row.band) == band.key
            ]
        return Results(fund_lines=tuple(lines), rewards=tuple(rewards))
    if step.tool == "extra":
        whole = step.dossier.funds["extra"].euro
        best = [one for one in points if points[one] >= 97 and one not in managing]
        each = (whole / len(best)).quantize(TOTAL, rounding="ROUND_DOWN") if best else TOTAL
        rest = whole - each * len(best)
        rewards = tuple(
            Reward(person=one, tool="extra", fund="extra", item="bonus", due=each, rules=("X-1",), rests_on=()) for one in best
        )
        line = FundLine(fund="extra", item="bonus", of="fondo", amount=whole, savings=rest, rules=("X-1",))
        return Results(fund_lines=(line,), rewards=rewards)
    whole = step.dossier.funds["heads"].euro
    if step.tool == "post":
        lines = [FundLine(fund="heads", item=f"posizione {one}", of="fondo", amount=Decimal("5000.00"), rules=("X-1",))
                 for one in managing]
        left = whole - Decimal("5000.00") * len(managing)
        lines.append(FundLine(fund="heads", item="risultato", of="fondo", amount=left, rules=("X-1",)))
        rewards = tuple(
            Reward(person=one, tool="post", fund="heads", item=f"posizione {one}", due=Decimal("5000.00"),
                   subject=f"person:{one}", rules=("X-1",), rests_on=()) for one in managing
        )
        return Results(fund_lines=tuple(lines), rewards=rewards)
    left = step.so_far.line("heads", "risultato").amount
    due = {one: Decimal(10 * points.get(one, 0)) + TOTAL for one in managing}
    spent = sum(due.values(), TOTAL)
    line = FundLine(fund="heads", item="risultati", of="risultato", amount=left, savings=left - spent, rules=("X-1",))
    rewards = tuple(
        Reward(person=one, tool="result", fund="heads", item="risultati", due=sum_due, rules=("X-1",), rests_on=())
        for one, sum_due in due.items()
    )
    return Results(fund_lines=(line,), rewards=rewards)

SUMS = Tells(of="fondo", amount="stanziati", released="liquidabili", withheld="sospesi", savings="economie")
WHOLE = Tells(of="fondo", amount="stanziati", released="liquidabili", withheld="sospesi", savings="economie", total=True,
              by_law="art. 1")
REWARDED = Tells(of="fascia", among=("gruppo", "premio"), people="persone", released="liquidabili", qualities=True)
SCORED = Tells(of="punteggio", among=("gruppo",), people="persone", qualities=True)

@hookimpl
@rule("X-1")
def merito_transparency(step: Step) -> Results | None:
    rows, lines = [], step.so_far.fund_lines
    for fund in (*dict.fromkeys(line.fund for line in lines), "totale"):
        own = [line for line in lines if fund in (line.fund, "totale")]
        columns = (("fondo", fund), *(
            (head, sum((getattr(line, name) for line in own), TOTAL))
            for head, name in (("stanziati", "amount"), ("liquidabili", "released"), ("sospesi", "withheld"),
                               ("economie", "savings"))
        ))
        rows.append(TableRow(table="premi", columns=columns, tells=WHOLE if fund == "totale" else SUMS,
                             rests_on=tuple(own)))
    group = {one.id: "responsabili" if one.role == "po" else "dipendenti" for one in step.dossier.people}
    given = [one for one in step.so_far.rewards if one.tool != "post"]
    for name, tool, band in dict.fromkeys((group[one.person], one.tool, one.band) for one in given):
        own = [one for one in given if (group[one.person], one.tool, one.band) == (name, tool, band)]
        columns = (("gruppo", name), ("premio", tool), ("fascia", band),
                   ("persone", len({one.person for one in own if one.released})),
                   ("liquidabili", sum((one.released for one in own), TOTAL)))
        rows.append(TableRow(table="fasce", columns=columns, tells=REWARDED, rests_on=tuple(own)))
    for name in ("dipendenti", "responsabili"):
        own = [one for one in step.so_far.scores if group[one.person] == name and one.score is not None]
        for label, low, high in (("oltre 90", 90, 101), ("oltre 60", 60, 90), ("fino a 60", 0, 60)):
            within = [one for one in own if low <= one.score < high]
            columns = (("gruppo", name), ("punteggio", label), ("persone", len(within)))
            rows.append(TableRow(table="punteggi", columns=columns, tells=SCORED, rests_on=tuple(within)))
    return Results(tables=tuple(rows))
"""
VALIDATED = "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n"
POINTS = (55, 62, 72, 78, 82, 88, 93, 97, 99, None)


@frozen
class Town:
    """The tables of a town, its funds, and the fewest people about whom it publishes."""

    tables: Mapping[str, str]
    cycle: str
    fewest: int


@composite
def towns(draw: DrawFn) -> Town:
    """A town of up to 26 employees and 8 heads in two units; points None: nothing to evaluate; 99: refused."""
    people, ratings = ["id,unit,role"], ["person,factor,points,max"]
    for role, most in (("staff", 26), ("po", 8)):
        for number, points in enumerate(draw(st.lists(st.sampled_from(POINTS), max_size=most)), 1):
            person = f"{role}{number}"
            people.append(f"{person},{draw(st.sampled_from('AB'))},{role}")
            if points is not None:
                ratings.append(f"{person},totale,{points},100")
    if len(people) == 1:
        people.append("staff1,A,staff")
    units = "id,kind\nA,office\nB,office"
    tables = {"units": units, "people": "\n".join(people), "ratings": "\n".join(ratings), "acts": VALIDATED}
    sums = [draw(st.integers(min_value=1, max_value=90)) for _ in range(2)]
    cycle = f"[funds]\nannual = {sums[0]}000\nheads = 60000\nextra = {sums[1]}00\n"
    return Town(tables, cycle, draw(st.sampled_from((3, 5, 5, 8))))
