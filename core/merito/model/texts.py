"""The texts that an ente writes for its forms: what no figure says."""

from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table

ABOUT = ("person", "unit", "position", "objective", "indicator", "area", "dashboard")


@frozen(eq=False, kw_only=True)
class FormText(InputRow):
    """A text of a form: the `field` that the regulation declares, about its subject (blank: the ente).

    `part` is the unit or the indicator that a piece of it is about, where the form has one for each. Forms alone print
    it: it stands in no result.
    """

    TABLE = table("testi", "subject", "field", "part")
    subject: Annotated[str | None, column("ref", "oggetto", to=ABOUT)] = None
    field: Annotated[str, column("text", "campo", required=True)] = ""
    part: Annotated[str, column("text", "parte")] = ""
    text: Annotated[str, column("text", "testo", required=True)] = ""
