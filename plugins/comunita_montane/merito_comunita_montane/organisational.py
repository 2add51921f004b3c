"""The tools that are not money (arts. 22-25): careers, appointments, training; and reserved posts in competitions."""

from collections.abc import Iterator
from decimal import Decimal

from merito import Basis, ExtraRow, Finding, Phase, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import euro_text, fraction, number_text, percent_text, product, whole_down
from merito_comunita_montane.bonus_decision import HIGH, OTHERS, TRAINING, holding_back, renounced

CAREER, COMPETITIONS, BUDGET = "career", "competitions", "training_budget"
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
        posts, reserved = fraction(row["posts"]), fraction(row["reserved"] or 0)  # type: ignore[arg-type]
        most = whole_down(product(share.value, posts))
        if reserved > most:
            part = percent_text(product(share.value, 100))
            why = (
                f"concorso {row['id']}: posti riservati {number_text(reserved)} su {number_text(posts)}, mentre il "
                f"massimo è {most} ({part}, per difetto)"
            )
            yield told("error", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=(row,))
        won = [one for one in others(step) if one["kind"] == CAREER and one["competition"] == row["id"]]
        if len(won) > reserved:
            why = f"concorso {row['id']}: posti dati con la riserva {len(won)}, posti riservati {number_text(reserved)}"
            yield told("error", "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=(row, *won))


def _titles(step: Step) -> Iterator[Finding]:
    rows = [row for row in others(step) if row["kind"] == CAREER]
    known = {str(row["id"]) for row in step.dossier.tables.get(COMPETITIONS, ())}
    strange = sorted({str(row["competition"]) for row in rows if row["competition"]} - known)
    if strange:
        why = f"progressioni di carriera per concorsi che non sono nella tabella concorsi: {listed(strange)}"
        yield told("warning", "BL-23.2", why, phase=Phase.REWARDS)
    for value, severity, what in ((False, "error", "senza"), (None, "warning", "di cui non risulta")):
        missing = [row for row in rows if row["study_title"] is value]
        if missing:
            why = f"posti con la riserva a {len(missing)} dipendenti {what} il titolo di studio per la categoria"
            yield told(severity, "BL-23.2", why, "ente", phase=Phase.REWARDS, inputs=tuple(missing))  # type: ignore[arg-type]


def _budget(step: Step) -> Iterator[Finding]:
    costs = [Decimal(str(row["cost"])) for row in others(step) if row["kind"] == TRAINING and row["cost"] is not None]
    budget, spent = step.dossier.figures.get(BUDGET), sum(costs, ZERO)
    if budget is not None and spent > budget.euro:
        over = euro_text(spent - budget.euro)
        why = f"la formazione costa {euro_text(spent)}: {over} oltre le risorse assegnate ({euro_text(budget.euro)})"
        yield told("error", "BL-25.1", why, "ente", phase=Phase.RESOURCES, inputs=(budget,))


@hookimpl
@rule("BL-22.1", "BL-18.4", "BL-25.2")
def merito_documents(step: Step) -> ResultRows:
    """The list of the rewards that are not money, with the reasons against them."""
    rows = others(step)
    yield from (_line(step, row) for row in rows)


def _line(step: Step, row: ExtraRow) -> TableRow:
    why, kind, path = _against(step, row), str(row["kind"]), str(row["path"] or "")
    abroad = ("BL-25.2",) if path == "period" else ()
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
