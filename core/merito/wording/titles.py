"""What everything that a row names is called, by the subject it is written as."""

from merito.model.dossier import Dossier


def titles(dossier: Dossier) -> dict[str, str]:
    """Titles by subject: `indicator:X`, `position:X`, ... and `ente`. Of persons there are none."""
    found = {"ente": dossier.ente.name}
    for kind, rows in (
        ("indicator", dossier.indicators),
        ("objective", dossier.objectives),
        ("area", dossier.areas),
        ("perspective", dossier.areas),
        ("dashboard", dossier.dashboards),
        ("position", dossier.positions),
        ("project", dossier.projects),
    ):
        found.update({f"{kind}:{row.id}": row.title for row in rows})
    found.update({f"unit:{unit.id}": unit.name for unit in dossier.units})
    found.update({f"activity:{row.indicator}/{row.id}": row.title for row in dossier.activities})
    return found
