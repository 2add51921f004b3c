"""The evaluations side by side with the names of people. A run knows only ids, because its files are hashed."""

from merito.forms.folder import Sheet
from merito.forms.orders import Orders
from merito.forms.standing import standing
from merito.model.messages import plain
from merito.model.record import Record
from merito.page import calibration_page
from merito.regulations import Stack
from merito.workspace.dossiers import Opened
from merito.workspace.people_names import homonyms, read_names

SIDE_BY_SIDE = "calibrazione"


def side_by_side(record: Record, stack: Stack, orders: Orders, opened: Opened) -> Sheet | None:
    """The page, with all forms or if it is named; None if nobody has a score. Raises BadDataError."""
    if orders.blank or orders.subjects or (orders.forms and SIDE_BY_SIDE not in orders.forms):
        return None
    known = read_names(opened.config, orders.root, record.dossier.year)
    offices = homonyms(known, record.dossier)
    names = {person: ", ".join(filter(None, (one.full, offices.get(person)))) for person, one in known.items()}
    page = calibration_page(record, stack, names)
    if not page:
        return None
    state = standing(record, (), blank=False, read=plain)
    content = page.encode("utf-8")
    return Sheet(form=SIDE_BY_SIDE, subject="", state=state, blank=False, content=content, ending=".html")
