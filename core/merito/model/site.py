"""What is published on the site of the ente, as recorded by the ente: what, since when, where, until when."""

from datetime import date
from typing import Annotated

from attrs import frozen

from merito.model.columns import InputRow, column, table

PUBLISHED = {
    "programme": "programma_trasparenza",
    "plan": "piano",
    "plan_extract": "estratto_piano",
    "report": "relazione",
    "report_extract": "estratto_relazione",
    "rewards": "premi",
    "distribution": "distribuzione",
    "differentiation": "differenziazione",
    "criteria": "criteri",
    "oiv": "oiv",
    "heads": "curricula_dirigenti_po",
    "pay": "retribuzioni_dirigenti",
    "appointments": "incarichi",
    "standards": "standard_qualita",
}


@frozen(eq=False, kw_only=True)
class Publication(InputRow):
    """Something on the site since a day, at an address; `removed` is the day on which it was taken away."""

    TABLE = table("pubblicazioni", "item", scope="both")
    item: Annotated[str, column("choice", "contenuto", values=PUBLISHED, required=True)]
    published: Annotated[date | None, column("date", "pubblicato_il")] = None
    removed: Annotated[date | None, column("date", "tolto_il", not_before="published")] = None
    address: Annotated[str, column("text", "indirizzo")] = ""
    act: Annotated[str | None, column("ref", "atto", to=("act",))] = None
