"""Posts of Brescia weighed with the same points on every sub-factor, so that their score is those points."""

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


def weighed_alike(case: dict[str, Any]) -> dict[str, Any]:
    """The case with a row of points for every sub-factor of the posts of `alike`, beside those that it has."""
    if "alike" not in case:
        return case
    head = "position,factor,points"
    rows = [f"{post},{factor},{points}" for post, points in case["alike"].items() for factor in FACTORS]
    own = case["tables"].get("position_scores", head).strip()
    return {**case, "tables": {**case["tables"], "position_scores": "\n".join([own, *rows])}}
