"""The tables of measurement: grades, the cascade, monitoring."""

from merito.model.measured import Carried, Grade, Monitored
from merito.model.messages import Percent, plain, say
from merito.model.plan import DASHBOARD_KINDS, LINKS
from merito.numbers import percent_text
from merito.outputs.columns import EXACT, FIGURE, PERCENT, SEVERAL, Names, ResultTable, Subjects, column
from merito.outputs.declared.shared import EXACTLY, FIRM, NO_VALUE, REASON, RULES
from merito.publication.reserved import INDICATOR
from merito.wording.coded import SCOPES

VIEWS = {"areas": "per aree", "managers": "per dirigenti"}


def _title(row: Grade, names: Names) -> str:
    if names.is_board(row.view):
        view = f" nel cruscotto «{row.view}»" if row.view != row.id else ""
    else:
        view = f", {VIEWS.get(row.view, row.view)}" if row.view else ""
    return f"Grado di raggiungimento, {SCOPES.get(row.scope, row.scope)} {row.id}{view}"


def _subjects(row: Grade) -> Subjects:
    return ("ente",) if row.scope == "ente" else (f"{row.scope}:{row.id}",)


def _attested(row: Grade) -> str:
    by = f" ({plain(row.attestation)})" if row.attestation else ""
    return "" if row.attested is None else f"{percent_text(row.attested)}{by}"


GRADES = ResultTable(
    name="grades",
    label="gradi",
    holds="Gradi di indicatori, obiettivi, aree, cruscotti ed ente",
    key=("view", "scope", "id"),
    row=Grade,
    kind=("grade", "grado di raggiungimento", "gradi di raggiungimento"),
    asked=_subjects,
    title=_title,
    figure=lambda row: NO_VALUE if row.value is None else say("{grade}", grade=Percent(row.value)),
    columns=(
        column("view", "vista", "a view of the regulation, or the dashboard; blank for indicators and the ente"),
        column(
            "scope", "ambito", "indicator, objective, area, perspective, dashboard, unit, manager, ente", words=SCOPES
        ),
        column("id", "id", "id of the graded object"),
        column("parent", "superiore", "id of its parent"),
        column("grade", "grado", "percent, two decimals", PERCENT, "value"),
        column("exact", "esatto", EXACTLY, EXACT, "value"),
        column(
            "attested",
            "attestato",
            "the grade that the OIV attests, percent",
            PERCENT,
            told="attestato",
            in_words=_attested,
        ),
        column("if_zero", "con zeri", "the grade if the missing values were zero, percent", PERCENT),
        column("if_zero_exact", "con zeri, esatto", EXACTLY, EXACT, "if_zero"),
        FIRM,
        column("lacks", "senza grado", "ids of the missing values", SEVERAL),
        REASON,
        RULES,
    ),
)


def _carried(row: Carried) -> str:
    board = DASHBOARD_KINDS.get(row.kind, row.kind).replace("_", " ")
    link = LINKS.get(row.link, row.link)
    return ", ".join(filter(None, (f"cruscotto {board}" if board else "", f"legame {link}" if link else "")))


CASCADE = ResultTable(
    name="cascade",
    label="cascata",
    holds="Cascata: indicatori e cruscotti che li portano",
    key=("dashboard", "indicator"),
    row=Carried,
    kind=("cascade", "riga della cascata", "righe della cascata"),
    asked=lambda row: (f"{INDICATOR}{row.indicator}",),
    title=lambda row, _: f"Indicatore {row.indicator} nel cruscotto «{row.dashboard}»",
    figure=_carried,
    columns=(
        column("indicator", "indicatore", "id of the indicator"),
        column("dashboard", "cruscotto", "id of the dashboard"),
        column("kind", "tipo", "kind of the dashboard", words=DASHBOARD_KINDS),
        column("link", "legame", "direct or indirect", words=LINKS),
    ),
)


def _monitored(row: Monitored) -> str:
    parts = {"atteso": row.target, "rilevato": row.measured, "nuova previsione": row.forecast}
    told = [f"{name} {text}" for name, text in parts.items() if text]
    if row.deviation is not None:
        told.insert(2, f"scostamento {percent_text(row.deviation)}")
    return ", ".join(told)


MONITORING = ResultTable(
    name="monitoring",
    label="monitoraggio",
    holds="Monitoraggio durante l'anno",
    key=("indicator",),
    row=Monitored,
    kind=("monitoring", "riga di monitoraggio", "righe di monitoraggio"),
    asked=lambda row: (f"{INDICATOR}{row.indicator}",),
    title=lambda row, _: f"Monitoraggio dell'indicatore {row.indicator}",
    figure=_monitored,
    columns=(
        column("indicator", "indicatore", "id of the indicator", page="Indicatore"),
        column("target", "atteso", "interim target", FIGURE, page="Atteso intermedio"),
        column("state", "stato", "interim measure", FIGURE, "measured", page="Misurato"),
        column("deviation", "scostamento", "percent points from the target", PERCENT, page="Scostamento"),
        column("forecast", "previsione", "new forecast", page="Nuova previsione"),
        RULES,
    ),
)
