"""The guard: what the tables of the public folder may say of people, in the order in which they are published.

The sums of the funds come first, as art. 20 c. 1 D.Lgs. 33/2013 requires them; then what the regulation publishes, and
the rest. Later figures must be compatible with earlier ones, so that nothing about few people can be derived from all
the tables together (I-IT-07). What a run at another date has published is not considered.
"""

from collections.abc import Mapping

from merito.contract.inputs import Inputs
from merito.model.money import FundLine
from merito.model.record import Record
from merito.model.results import TableRow
from merito.publication.known import Known
from merito.publication.money import Money
from merito.publication.reserved import reserved_of
from merito.publication.tables import PublicTables


def published(record: Record, inputs: Inputs) -> Mapping[str, tuple[TableRow, ...]]:
    """The publishable rows of the tables that a law requires to be published, by table.

    `inputs` declare these tables, and which tools pay posts.
    """
    few = f"direbbe di meno di {record.publication.fewest} persone: non si pubblica"
    money, known = Money(record.results, inputs), Known(record.publication)
    tables = PublicTables(money, known, reserved_of(record.dossier), few)
    rows = [row for row in record.results.tables if row.table in inputs.published]
    of_funds = {row.table for row in rows if any(isinstance(one, FundLine) for one in row.rests_on)}
    return tables.told(sorted(rows, key=lambda row: row.table not in of_funds))
