"""Free texts that an ente writes for its forms."""

from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table

ABOUT = ("person", "unit", "position", "objective", "indicator", "area", "dashboard")


@frozen(eq=False, kw_only=True)
class FormText(InputRow):
    """A text of a form: the `field` that the regulation declares, about its subject (blank: the ente).

    `part` is the unit or the indicator that a piece of it is about, if the form has one for each. Only forms print it;
    no result contains it.
    """

    TABLE = table("testi", "subject", "field", "part")
    subject: Annotated[str | None, column("ref", "oggetto", to=ABOUT)] = None
    field: Annotated[str, column("text", "campo", required=True)] = ""
    part: Annotated[str, column("text", "parte")] = ""
    text: Annotated[str, column("text", "testo", required=True)] = ""
