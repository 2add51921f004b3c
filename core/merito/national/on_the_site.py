"""What must be published on the site and is not (art. 10 c. 8 and art. 20 D.Lgs. 33/2013), by the ente's own records.

An ente that records no day for anything on the site is told that this cannot be determined.
"""

from collections.abc import Iterator
from datetime import date

from merito import Act, Phase, Publication, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.national.plan import adopted
from merito.numbers import together_text

RULE = "IT-PUB.1"
PLAN, REPORT = "plan", "report"
WHAT = {
    PLAN: "Piano o PIAO",
    REPORT: "Relazione sulla performance",
    "criteria": "criteri dei premi",
    "rewards": "ammontare dei premi",
    "distribution": "distribuzione dei premi",
    "differentiation": "differenziazione dei premi",
}
NOT_THERE = "non risulta sul sito"
NOTHING_WRITTEN = "nessun giorno di pubblicazione è scritto, e sul sito è dovuto"
OF_PRIZES = ("rewards", "distribution", "differentiation")


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """Everything that is due by now and has no day on the site, or was removed."""
    rows = {row.item: row for row in step.dossier.publications}
    written = rows or any(act.published for act in step.acts)
    missing = [WHAT[item] for item, act in _due(step) if not _on_site(step, rows.get(item), act)]
    if missing:
        why = (
            f"{NOT_THERE if written else NOTHING_WRITTEN}: {together_text(missing)}. Il giorno si scrive nella tabella "
            "pubblicazioni, o per Piano e Relazione nella colonna pubblicato dell'atto"
        )
        yield told("info", step.rule, why, phase=Phase.REPORTING)


def _due(step: Step) -> Iterator[tuple[str, Act | None]]:
    """What is due by now, with its act if it has a separate day; prizes only if there are funds."""
    report = next(iter(step.acts_of("performance_report")), None)
    for item, act in ((PLAN, adopted(step)), (REPORT, report)):
        if act is not None:
            yield item, act
    if step.dossier.funds:
        yield "criteria", None
        yield from ((item, None) for item in OF_PRIZES if step.acts_of("report_validation"))


def _on_site(step: Step, row: Publication | None, act: Act | None) -> bool:
    if row is not None and row.removed is not None and row.removed <= step.as_of:
        return False
    days: tuple[date | None, ...] = (row.published if row else None, act.published if act else None)
    return any(day is not None and day <= step.as_of for day in days)
