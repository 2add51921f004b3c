"""An ente whose table gives each person's sum due, maximum and score: for what art. 20 publishes of it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from law_of_a_year import RESULT

from merito import plain
from merito.testing import Record, Regulations, published, run_folder

PRIZES = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
funds = ["premi"]
"""
POSTS_AND_SUMS = """
[funds.posizione]
label = "posizione"
title = "Posizione"
cites = "art. 1"
[tools.post]
label = "retribuzione_posizione"
title = "Retribuzione di posizione"
cites = "art. 1"
funds = ["posizione"]
pays = "post"
[tables.sums]
label = "somme"
cites = "art. 1"
key = ["person"]
columns.person = { label = "persona", kind = "ref", to = ["person"], required = true }
columns.tool = { label = "strumento", kind = "text" }
columns.due = { label = "spetta", kind = "money" }
columns.most = { label = "massimo", kind = "money" }
columns.score = { label = "punteggio", kind = "number" }
columns.late = { label = "in_ritardo", kind = "yes_no" }
"""
INPUTS = PRIZES + RESULT + POSTS_AND_SUMS
CODE = """
from fractions import Fraction

FUNDS = {"annual": "premi", "result": "risultato", "post": "posizione"}

@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> ResultRows:
    for fund in step.dossier.funds:
        given = sum((row["due"] for row in step.dossier.tables["sums"] if FUNDS[row["tool"]] == fund.id), Decimal("0.00"))
        yield FundLine(fund=fund.id, item="tutti", amount=fund.euro, savings=fund.euro - given, reason="avanza",
                       rules=("X-1",))

@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> ResultRows:
    for row in step.dossier.tables["sums"]:
        score = None if row["score"] is None else Fraction(row["score"])
        state = State.NOT_MEASURED if row["late"] else State.FINAL
        yield PersonScore(person=row["person"], score=score, maximum=Fraction(100), state=state, rules=("X-1",))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> ResultRows | None:
    if not any(row["tool"] == step.tool for row in step.dossier.tables["sums"]):
        return None
    return [
        Reward(person=row["person"], tool=step.tool, fund=FUNDS[step.tool], item="tutti", due=row["due"],
               most=row["most"], rules=("X-1",), rests_on=())
        for row in step.dossier.tables["sums"] if row["tool"] == step.tool
    ]
"""
REGULATION = """from merito import Edition, Regulation
regulation = Regulation(
    name="prova", title="Prova", package="merito_prova", acts=("Atto",),
    editions=(Edition(name="prova", since=2010),), modules=("merito_prova.only",), ente_kind="state_body",
)
"""
PLAN = "id,kind,date,body\nP,performance_plan,2021-01-10,\n"
VALID = PLAN + "R,performance_report,2022-05-01,\nV,report_validation,2022-05-02,\n"


@frozen(kw_only=True)
class Somebody:
    """What is written about one person; nothing but their role and category, if nothing is due and no score is there."""

    role: str = "staff"
    category: str = ""
    tool: str = "annual"
    due: str = ""
    most: str = ""
    score: int | None = 95
    late: bool = False


@frozen
class Shown:
    """The tables of art. 20 of a run: what is public, and what was computed, each row by its heads; findings by rule."""

    public: Mapping[str, list[dict[str, object]]]
    computed: Mapping[str, list[dict[str, object]]]
    inputs: Any
    findings: Mapping[str, list[str]]
    record: Record

    def cells(self, table: str, *heads: str) -> list[tuple[object, ...]]:
        """Some columns of a public table, row by row."""
        return [tuple(row[head] for head in heads) for row in self.public.get(table, [])]


Show = Callable[..., Shown]


def shower(install: Callable[..., Regulations], write_ente: Callable[..., Path]) -> Show:
    """Shows what is published about some people, once the Relazione is validated."""

    def show(
        everybody: Iterable[Somebody], funds: Mapping[str, str], *, acts: str = VALID, ente: str = "", **plugin: str
    ) -> Shown:
        rows = list(enumerate(everybody, 1))
        people = "".join(f"P{number},{one.role},{one.category}\n" for number, one in rows)
        sums = "".join(
            f"P{number},{one.tool},{one.due},{one.most},{'' if one.score is None else one.score},{'yes' if one.late else ''}\n"
            for number, one in rows
            if one.due
        )
        files = {
            "2021/people.csv": f"id,role,category\n{people}",
            "2021/sums.csv": f"person,tool,due,most,score,late\n{sums}",
            "2021/cycle.toml": "[funds]\n" + "".join(f"{name} = {amount}\n" for name, amount in funds.items()),
            "2021/acts.csv": acts,
        }
        code, more = plugin.pop("code", ""), {"inputs.toml": INPUTS}
        known = install("prova", CODE + code, files=more, regulation=REGULATION, **plugin)
        record = run_folder(write_ente("prova", files, ente), regulations=known)
        computed: dict[str, list[dict[str, object]]] = {}
        for row in record.results.tables:
            computed.setdefault(row.table, []).append(dict(row.columns))
        findings: dict[str, list[str]] = {}
        for one in record.results.findings:
            findings.setdefault(one.rule, []).append(plain(one.message))
        return Shown(published(record, regulations=known), computed, known.stack("prova").inputs, findings, record)

    return show
