"""Everything in a record that concerns people and may be published: decided once, for every file and page.

What the law and the regulation publish comes first; later figures must be compatible with it, so that nothing about few
people can be derived from all the files together (I-IT-07). What a run at another date has published is not considered.
"""

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.record import Record
from merito.publication.bands import PublicBand, PublicBands
from merito.publication.counts import Rows, public_rows
from merito.publication.funds import PublicFund, PublicFunds, PublicLine
from merito.publication.known import Known
from merito.publication.measured import People, people_told
from merito.publication.money import Money
from merito.publication.reserved import Reserved, reserved_of
from merito.publication.tables import PublicTable, PublicTables


@frozen(eq=False, kw_only=True)
class Published:
    """The publishable part of a record. `few` says why something is left out (Italian)."""

    reserved: Reserved
    rows: Rows
    funds: tuple[PublicFund, ...]
    tables: tuple[PublicTable, ...]
    documents: tuple[PublicTable, ...]
    bands: tuple[PublicBand, ...]
    people: People
    money_held: bool
    few: str

    @property
    def fund_lines(self) -> tuple[PublicLine, ...]:
        """The rows of the public table of funds: items if they are shown separately, otherwise whole funds."""
        return tuple(line for fund in self.funds for line in fund.lines)


def published(record: Record, inputs: Inputs) -> Published:
    """The publishable part of a record; `inputs` say which tools pay posts."""
    results, known = record.results, Known(record.publication)
    few = f"direbbe di meno di {record.publication.fewest} persone: non si pubblica"
    reserved, money = reserved_of(record.dossier), Money(results, inputs)
    funds = PublicFunds(results.fund_lines, money, known, few)
    tables = PublicTables(money, known, reserved, few)
    of_regulation, documents = tables.told(results.tables), tables.told(results.documents)
    with_items = funds.with_items()
    bands = PublicBands(results, money, known)
    told = bands.told()
    return Published(
        reserved=reserved,
        rows=public_rows(record, reserved),
        funds=with_items,
        tables=of_regulation,
        documents=documents,
        bands=told,
        people=people_told(record, money, known, bands, told, few),
        money_held=any(line.withheld for line in results.fund_lines),
        few=few,
    )
