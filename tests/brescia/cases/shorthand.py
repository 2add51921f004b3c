"""`alike = { PO1 = 40 }` gives a post the same points on every sub-factor, so that its score is those points."""

from typing import Any

FACTORS = [
    "collaboratori",
    "strutture",
    "problem_solving",
    "processo_decisionale",
    "entita_budget",
    "allocazione",
    "utilizzo",
    "interlocutori",
    "frequenza",
    "finalita",
    "eterogeneita",
    "approfondimento",
    "tipo_responsabilita",
    "grado_responsabilita",
    "tecnicita",
    "peso_strategico",
]


def spelled_out(case: dict[str, Any]) -> dict[str, Any]:
    """The case with a row of points for every sub-factor of the posts of `alike`, besides the rows that it has."""
    case = dict(case)
    alike = case.pop("alike", {})
    if not alike:
        return case
    head = "position,factor,points"
    rows = [f"{post},{factor},{points}" for post, points in alike.items() for factor in FACTORS]
    own = case["tables"].get("position_scores", head).strip()
    return {**case, "tables": {**case["tables"], "position_scores": "\n".join([own, *rows])}}
