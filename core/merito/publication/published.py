"""The guard: what the tables of the public folder may say of people, in the order in which they are published.

The sums of the funds come first, as art. 20 c. 1 D.Lgs. 33/2013 requires them; then what the regulation publishes, and
the rest. Later figures must be compatible with earlier ones, so that nothing about few people can be derived from all
the tables together (I-IT-07). What a run at another date has published is not considered.
"""

from collections.abc import Iterable, Mapping

from attrs import evolve

from merito.contract.inputs import Inputs
from merito.model.money import FundLine
from merito.model.publication import PublishedTable
from merito.model.record import Record
from merito.model.results import TableRow
from merito.publication.establishment import Establishment
from merito.publication.known import Known
from merito.publication.merged import blanked
from merito.publication.money import Money
from merito.publication.quotas import Quotas
from merito.publication.reserved import reserved_of
from merito.publication.tables import PublicTables, Published
from merito.publication.unsettled import Unsettled


def published(record: Record, inputs: Inputs) -> Mapping[str, tuple[TableRow, ...]]:
    """The publishable rows of the tables that a law requires to be published, by table."""
    return {name: tuple(one.row for one in own) for name, own in told(record, inputs).items()}


def told(record: Record, inputs: Inputs) -> Mapping[str, tuple[Published, ...]]:
    """The publishable rows by table, each with the whole rows that it stands for.

    `inputs` declare these tables, and which tools pay posts.
    """
    money = Money(record.results, inputs)
    quotas, reserved = Quotas(record.results, money), reserved_of(record.dossier)
    staff = Establishment(record.dossier)
    quotas.hide_alike()
    unsettled = Unsettled(record, inputs, money)
    rows = [row for row in record.results.tables if row.table in inputs.published]
    of_funds = {row.table for row in rows if any(isinstance(one, FundLine) for one in row.rests_on)}
    ordered = sorted(rows, key=lambda row: row.table not in of_funds)
    by_law = [row for row in ordered if row.tells and row.tells.by_law and row.public]
    while True:
        known = _known_by_law(record, money, quotas, staff, by_law)
        tables = PublicTables(money, known, reserved, quotas, unsettled, staff).told(ordered)
        if not quotas.hide_joined(_of_classes(tables)):
            return {name: _without_texts(own, inputs.published[name]) for name, own in tables.items()}


def _known_by_law(
    record: Record, money: Money, quotas: Quotas, staff: Establishment, totals: Iterable[TableRow]
) -> Known:
    """What the totals that a law names tell, and the bands that are not hidden; hides those that tell too much with it.

    The number of people in a band tells its sum, since its pool is a quota.
    """
    while True:
        known = Known(record.publication, quotas.hidden, money.extremes, staff.of_roles)
        for row in totals:
            rewards = money.behind((row,))
            figures = (*money.figures(rewards), *money.named(rewards))
            if not known.let_out(figures):
                known.let_out_by_law(figures)
        too_much = [tool for tool, own in quotas.bands_told() if not known.let_out(money.figures(own))]
        if not too_much:
            return known
        for tool in too_much:
            quotas.hide(tool)


def _without_texts(cells: tuple[Published, ...], table: PublishedTable) -> tuple[Published, ...]:
    """Rows about people without any text but the names of classes and groups, and the words that a column may have.

    A reason, a note or a finding never reaches the public folder.
    """
    known = {column.head: column for column in table.columns.values()}
    named = {head for one in cells if one.row.tells for head in (one.row.tells.of, *one.row.tells.among)}

    def free(head: str, value: object) -> bool:
        return isinstance(value, str) and head not in named and (head not in known or value not in known[head].words)

    def kept(row: TableRow) -> TableRow:
        return blanked(row, [head for head, value in row.columns if free(head, value)]) if row.tells else row

    return tuple(evolve(one, row=kept(one.row)) for one in cells)


def _of_classes(tables: Mapping[str, tuple[Published, ...]]) -> dict[str, list[tuple[TableRow, ...]]]:
    """The whole rows behind each public row, of the tables whose classes say something about a person."""
    return {
        name: [one.of for one in own if one.row.tells is not None and one.row.tells.qualities]
        for name, own in tables.items()
    }
