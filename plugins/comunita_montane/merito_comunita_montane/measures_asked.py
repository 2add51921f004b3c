"""What the text requires of measures: the aspect of performance, the terms, the level shown (arts. 3, 8)."""

from collections import defaultdict

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import listed, told
from merito_comunita_montane.plan_tree import of_people

TERMS = "expressed_in"


@hookimpl(specname="merito_check_plan")
@rule("BL-3.1")
def aspects(step: Step) -> ResultRows:
    """One of the aspects a to h, for measures of ente and units; the indicators of people need none."""
    letters = [str(one) for one in step.parameters.list("aspects").value]
    lacking = []
    for row in step.dossier.indicators:
        written = row.aspect.strip().casefold().rstrip(")")
        if written and written not in letters:
            why = f"l'indicatore {row.id} ha l'aspetto (ambito) «{row.aspect}»; sono ammesse le lettere"
            why = f"{why} da {letters[0]} a {letters[-1]}"
            yield told("error", "BL-3.1", why, f"indicator:{row.id}", phase=Phase.EVALUATION, inputs=(row,))
        elif not written and not of_people(step.dossier, row):
            lacking.append(row.id)
    if lacking:
        why = f"indicatori senza aspetto della performance organizzativa (ambito): {listed(lacking)}"
        yield told("warning", "BL-3.1", why, phase=Phase.EVALUATION)


@hookimpl(specname="merito_check_plan")
@rule("BL-8.2d")
def dimensions(step: Step) -> ResultRows:
    """At least one of the six levels that the text names."""
    allowed = [str(one) for one in step.parameters.list("dimensions").value]
    lacking: list[str] = []
    wrong: dict[str, list[str]] = defaultdict(list)
    for row in step.dossier.indicators:
        written = [word.strip() for word in row.dimension.replace(";", ",").split(",") if word.strip()]
        if not written:
            lacking.append(row.id)
        for word in written:
            if word.casefold() not in allowed:
                wrong[word].append(row.id)
    for word, ids in wrong.items():
        why = f"la dimensione «{word}» non è tra quelle del testo ({', '.join(allowed)}): indicatori {listed(ids)}"
        yield told("warning", "BL-8.2d", why)
    if lacking:
        yield told(
            "warning", "BL-8.2d", f"indicatori che non dicono quale livello evidenziano (dimensione): {listed(lacking)}"
        )


@hookimpl(specname="merito_check_plan")
@rule("BL-8.2d")
def terms(step: Step) -> ResultRows:
    lacking = [row.id for row in step.dossier.indicators if not row.extra.get(TERMS)]
    if lacking:
        why = "indicatori che non dicono se sono espressi in tempo, quantità o qualità (espresso_in)"
        yield told("warning", "BL-8.2d", f"{why}: {listed(lacking)}")
