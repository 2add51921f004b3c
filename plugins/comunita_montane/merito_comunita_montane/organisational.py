"""The tools that are not money (arts. 22-25): careers, appointments, training; and reserved posts in competitions."""

from collections.abc import Iterator
from decimal import Decimal

from merito import Basis, ExtraRow, Finding, Phase, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import euro_text, fraction, number_text, percent_text, product, whole_down
from merito_comunita_montane.bonus_decision import HIGH, OTHERS, TRAINING, holding_back, renounced

CAREER, COMPETITIONS, BUDGET, PERIOD = "career", "competitions", "training_budget", "period"
KINDS = {"career": "progressione di carriera", "appointment": "incarico o responsabilità", "training": "formazione"}
PATHS = {"high": "alta formazione", "growth": "crescita professionale", "period": "periodo di lavoro"}
RULES = {"career": ("BL-22.1", "BL-23.2"), "appointment": ("BL-22.1",), "training": ("BL-22.1", "BL-25.1")}
ZERO = Decimal("0.00")


def others(step: Step) -> tuple[ExtraRow, ...]:
    """The rewards that are not money, as recorded by the ente."""
    return tuple(step.dossier.tables.get(OTHERS, ()))


@hookimpl
@rule("BL-23.2", "BL-25.1")
def merito_check_plan(step: Step) -> ResultRows:
    """At most half of the posts are reserved, for people with the required title; training stays within its budget."""
    yield from (*_reserved(step), *_titles(step), *_budget(step))


def _reserved(step: Step) -> Iterator[Finding]:
    share = step.parameters.share("reserve_cap")
    for row in step.dossier.tables.get(COMPETITIONS, ()):
        posts = fraction(row["posts"])  # type: ignore[arg-type]
        reserved = None if row["reserved"] is None else fraction(row["reserved"])  # type: ignore[arg-type]
        won = [one for one in others(step) if one["kind"] == CAREER and one["competition"] == row["id"]]
        most = whole_down(product(share.value, posts))
        taken, what = (len(won), "dati con la riserva") if reserved is None else (reserved, "riservati")
        if taken > most:
            part = percent_text(product(share.value, 100))
            why = (
                f"concorso {row['id']}: posti {what} {number_text(taken)} su {number_text(posts)}, mentre il "
                f"massimo è {most} ({part}, per difetto)"
            )
            yield told("error", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=(row, *won))
        if reserved is None and won:
            why = f"concorso {row['id']}: posti dati con la riserva {len(won)}, e non risulta quanti sono i riservati"
            yield told("info", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=(row, *won))
        elif reserved is not None and len(won) > reserved:
            why = f"concorso {row['id']}: posti dati con la riserva {len(won)}, posti riservati {number_text(reserved)}"
            yield told("error", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=(row, *won))


def _titles(step: Step) -> Iterator[Finding]:
    rows = [row for row in others(step) if row["kind"] == CAREER]
    known = {str(row["id"]) for row in step.dossier.tables.get(COMPETITIONS, ())}
    strange = sorted({str(row["competition"]) for row in rows if row["competition"]} - known)
    if strange:
        why = f"progressioni di carriera per concorsi che non sono nella tabella concorsi: {listed(strange)}"
        yield told("warning", "BL-23.2", why, phase=Phase.REWARDS)
    nowhere = [row for row in rows if not row["competition"]]
    if nowhere:
        why = f"progressioni di carriera di cui non risulta il concorso: {number_text(len(nowhere))}"
        yield told("info", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=tuple(nowhere))
    for value, severity, what in ((False, "error", "senza"), (None, "warning", "di cui non risulta")):
        missing = [row for row in rows if row["study_title"] is value]
        if missing:
            why = f"posti con la riserva a {len(missing)} dipendenti {what} il titolo di studio per la categoria"
            yield told(severity, "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=tuple(missing))  # type: ignore[arg-type]


def _budget(step: Step) -> Iterator[Finding]:
    """Training within its budget; a cost or a budget that is missing is reported, and is not zero."""
    rows = [row for row in others(step) if row["kind"] == TRAINING]
    costs = [Decimal(str(row["cost"])) for row in rows if row["cost"] is not None]
    budget, spent = step.dossier.figures.get(BUDGET), sum(costs, ZERO)
    about = {"subject": "ente", "phase": Phase.RESOURCES}
    if budget is None:
        if spent:
            why = f"la formazione costa {euro_text(spent)}, e non risultano le risorse assegnate (risorse_formazione)"
            yield told("info", "BL-25.1", why, **about)  # type: ignore[arg-type]
        return
    if spent > budget.euro:
        over = euro_text(spent - budget.euro)
        why = f"la formazione costa {euro_text(spent)}: {over} oltre le risorse assegnate ({euro_text(budget.euro)})"
        yield told("error", "BL-25.1", why, inputs=(budget,), **about)  # type: ignore[arg-type]
    unpriced = [row for row in rows if row["cost"] is None and row["path"] != PERIOD]
    if unpriced:
        why = (
            f"percorsi di formazione di cui non risulta il costo: {number_text(len(unpriced))}; se restano nelle "
            f"risorse assegnate ({euro_text(budget.euro)}) non si sa"
        )
        yield told("info", "BL-25.1", why, inputs=(budget, *unpriced), **about)  # type: ignore[arg-type]


@hookimpl
@rule("BL-22.1", "BL-18.4", "BL-25.2")
def merito_documents(step: Step) -> ResultRows:
    """The list of the rewards that are not money, with the reasons against them."""
    rows = others(step)
    yield from (_line(step, row) for row in rows)


def _line(step: Step, row: ExtraRow) -> TableRow:
    why, kind, path = _against(step, row), str(row["kind"]), str(row["path"] or "")
    abroad = ("BL-25.2",) if path == PERIOD else ()
    return TableRow(
        table="altri_premi",
        columns=(
            ("persona", str(row["person"])),
            ("tipo", KINDS[kind]),
            ("descrizione", str(row["what"] or "")),
            ("percorso", PATHS.get(path, "")),
            ("concorso", str(row["competition"] or "")),
            ("istituzione", str(row["host"] or "")),
            ("atto", str(row["act"] or "")),
            ("esito", why or "registrato"),
        ),
        rules=(*RULES[kind], *abroad, *(("BL-18.4",) if why.startswith("BL-18.4") else ())),
        public=False,
        basis=Basis(inputs=(row,)),
    )


def _against(step: Step, row: ExtraRow) -> str:
    """Why it is not given (Italian), or nothing."""
    person = str(row["person"])
    if row["kind"] == TRAINING and row["path"] in (None, HIGH) and person in holding_back(step):
        return "" if renounced(step, person) else "BL-18.4: non ammesso, ha il bonus delle eccellenze e non vi rinuncia"
    if row["kind"] == CAREER and row["study_title"] is False:
        return "BL-23.2: non ammesso alla riserva, non ha il titolo di studio"
    return ""
