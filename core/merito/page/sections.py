"""The view of the whole page: the overview, then all sections with content, in the order of the year."""

from attrs import frozen

from merito.page.board_shapes import BoardPart, Boards
from merito.page.boards import boards
from merito.page.cascade import cascade
from merito.page.course import calendar
from merito.page.files import added_tables, files
from merito.page.findings import findings, missing
from merito.page.grids import amendments, bands, monitored, persons, posts
from merito.page.grounds import readings, settings
from merito.page.material import Material
from merito.page.money import funds
from merito.page.overview import Overview, overview
from merito.page.shown import shown

CHECKED_FIRST = ("rilievi", "cascata", "procedura", "sintesi", "cruscotti")
GRADED_FIRST = ("sintesi", "procedura", "mancanti", "rilievi", "cruscotti")
THEN = (
    "strutture",
    "cascata",
    "variazioni",
    "monitoraggio",
    "fondi",
    "posizioni",
    "fasce",
    "persone",
    "tabelle",
    "letture",
    "non_calcolate",
    "parametri",
    "file",
)
TITLES = {
    "sintesi": "Cruscotti in sintesi",
    "procedura": "Atti e termini",
    "mancanti": "Dati che mancano",
    "rilievi": "Rilievi",
    "cruscotti": "Indicatori, cruscotto per cruscotto",
    "strutture": "Strutture",
    "cascata": "La cascata",
    "variazioni": "Variazioni del piano",
    "monitoraggio": "Monitoraggio durante l'anno",
    "fondi": "Fondi, voce per voce",
    "posizioni": "Posizioni",
    "fasce": "Fasce di merito",
    "persone": "Persone: valutazioni e premi",
    "tabelle": "Altre tabelle del regolamento",
    "letture": "Letture del testo",
    "non_calcolate": "Regole sul denaro che il programma non calcola",
    "parametri": "Parametri stabiliti dall'ente",
    "file": "File dei risultati",
}
NO_BOARDS = {"cruscotti": "Indicatori"}
BY_AREA = {"sintesi": "Aree in sintesi", "cruscotti": "Indicatori, area per area"}
GRIDS = ("variazioni", "monitoraggio", "posizioni", "fasce", "persone", "tabelle")


@frozen
class PageSection:
    """A section: its anchor, its title, its template and its view."""

    anchor: str
    title: str
    template: str
    view: object


@frozen
class Page:
    """Everything on the page."""

    top: Overview
    sections: tuple[PageSection, ...]


def page_view(material: Material) -> Page:
    """The view of a record. For a plan, checks, cascade and calendar come before the dashboards."""
    shown_boards, dossier = boards(material), material.dossier
    views: dict[str, object] = {
        "sintesi": _several(shown_boards),
        "procedura": calendar(material),
        "mancanti": missing(material),
        "rilievi": findings(material),
        "cruscotti": shown_boards,
        "strutture": _units(material),
        "cascata": cascade(material),
        "variazioni": amendments(material),
        "monitoraggio": monitored(material),
        "fondi": funds(material),
        "posizioni": posts(material),
        "fasce": bands(material),
        "persone": persons(material),
        "tabelle": added_tables(material),
        "letture": readings(material),
        "non_calcolate": material.rulebook.money_not_modelled(dossier.ente.kind, dossier.year),
        "parametri": settings(material),
        "file": files(material),
    }
    by_area = shown_boards is not None and shown_boards.by_area
    titles = TITLES | (BY_AREA if by_area else {} if material.dossier.dashboards else NO_BOARDS)
    order = dict.fromkeys((*(CHECKED_FIRST if material.planning else GRADED_FIRST), *THEN))
    sections = tuple(
        PageSection(anchor, titles[anchor], "grids" if anchor in GRIDS else anchor, view)
        for anchor in order
        if (view := views[anchor])
    )
    return Page(overview(material), sections)


def _several(found: Boards | None) -> Boards | None:
    return found if found is not None and len(found.boards) > 1 else None


def _units(material: Material) -> tuple[BoardPart, ...]:
    """Grades of organisational units."""
    units = [grade for grade in material.grades.values() if grade.scope == "unit"]
    titles = {unit.id: unit.name for unit in material.dossier.units}
    return tuple(BoardPart(one.id, titles.get(one.id, ""), shown(one, material.names)) for one in units)
