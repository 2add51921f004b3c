"""All questions about implausible data, asked once, before the phases; and those about whole tables.

Numbers of people above the actual number, unknown categories, ids that people confuse, what a table does not show.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from merito import Phase, Ref, ResultRows, Step, as_message, kit, rule, say
from merito.numbers import fraction, number_text
from merito_national.plausible import Question, answered, written_as
from merito_national.plausible.figures import (
    dates_out_of_time,
    figures_out_of_scale,
    points_left_blank,
    published_before_its_act,
    ratings_out_of_scale,
    told_before_the_interview,
)
from merito_national.plausible.people import (
    funds_not_given,
    holders_out_of_their_term,
    managers_by_the_register,
    paid_and_not_in_service,
    posts_beyond_service,
    retired_and_in_service,
    service_beyond_full_time,
)

AS_DIGITS = str.maketrans("Ool|", "0011")
AS_STROKES = str.maketrans("OoIl|", "00\0\0\0")
"""A capital I looks like l, and l like one; I and one do not: an office has an act RI beside an act R1."""


@rule("IT-PL.7", "I-IT-26")
def more_than_there_are(step: Step) -> Iterator[Question]:
    """A number that counts rows of a table (`counts`), and exceeds them. Without that table nothing is known."""
    for name, table in step.declared.items():
        for column in table.columns.values():
            there = len(step.dossier.table(column.counts)) if column.counts else 0
            for row in step.dossier.table(name) if there else ():
                value = kit.cell_of(row, column)
                if isinstance(value, Decimal) and value > there:
                    written = number_text(fraction(value))
                    yield Question(
                        rule="IT-PL.7",
                        subject=kit.about(row, table),
                        message=say(
                            "tabella {table}, colonna «{column}»: {value}, più delle {rows} righe della tabella "
                            "{other}",
                            table=Ref("table", table.label),
                            column=column.label,
                            value=value,
                            other=Ref("table", step.declared[column.counts].label),
                            rows=there,
                        ),
                        found=written_as((column.label, column.name), (written, f"{value:f}")),
                        phase=Phase.RESOURCES,
                        inputs=(row,),
                    )


@rule("IT-PL.8", "I-IT-27")
def unknown_categories(step: Step) -> Iterator[Question]:
    """A category that is none of `known_categories`, with or without the digit of the economic position (D, D3)."""
    known = tuple(str(one) for one in step.parameters.list("known_categories").value)
    plain = {one.casefold() for one in known}
    for name, table in step.declared.items():
        column = table.columns.get("category")
        if column is None:
            continue
        for row in step.dossier.table(name):
            written = str(kit.cell_of(row, column) or "").strip()
            bare = written.casefold()
            if bare and bare not in plain and not (bare[-1].isdigit() and bare[:-1].rstrip() in plain):
                yield Question(
                    rule="IT-PL.8",
                    subject=kit.about(row, table),
                    message=say(
                        "tabella {table}: la categoria «{category}» non è tra quelle conosciute ({known})",
                        table=Ref("table", table.label),
                        category=written,
                        known=known,
                    ),
                    found=(written,),
                    inputs=(row,),
                )


@rule("IT-PL.9", "I-IT-28")
def twin_ids(step: Step) -> Iterator[Question]:
    """Two ids that differ only by a letter that looks like a digit; ids that differ by capitals are refused earlier."""
    for name, table in step.declared.items():
        seen: tuple[dict[str, Any], ...] = ({}, {})
        for row in step.dossier.table(name) if table.key == ("id",) else ():
            looks = (row.id.translate(one).casefold() for one in (AS_DIGITS, AS_STROKES))
            alike = [first.setdefault(look, row) for first, look in zip(seen, looks, strict=True)]
            same = next((one for one in alike if one is not row), row)
            if same is not row:
                yield Question(
                    rule="IT-PL.9",
                    subject=kit.about(row, table),
                    message=say(
                        "tabella {table}: l'id «{id}» si confonde con «{other}»: O e zero, l e uno, l e I",
                        table=Ref("table", table.label),
                        id=row.id,
                        other=same.id,
                    ),
                    found=(same.id,),
                    inputs=(row, same),
                )


@rule("IT-PL.13", "I-IT-30")
def not_used(step: Step) -> Iterator[Question]:
    """Every table with rows that the regulation does not use."""
    for one in step.dossier.remarks:
        if not one.held:
            yield Question(rule="IT-PL.13", subject=one.subject, message=as_message(one.text), found=(one.found,))


@rule("IT-PL.24", "I-IT-52")
def in_doubt_of_one_person(step: Step) -> Iterator[Question]:
    """Rows about one person that the reading left out: blank points, a payment written twice, an unknown act."""
    for one in step.dossier.remarks:
        if one.held:
            yield Question(
                rule="IT-PL.24",
                said=True,
                subject=one.subject,
                message=as_message(one.text),
                held=True,
                alone=True,
                phase=Phase.EVALUATION,
            )


CHECKS: tuple[Callable[[Step], Iterator[Question]], ...] = (
    paid_and_not_in_service,
    posts_beyond_service,
    holders_out_of_their_term,
    managers_by_the_register,
    retired_and_in_service,
    service_beyond_full_time,
    funds_not_given,
    dates_out_of_time,
    told_before_the_interview,
    published_before_its_act,
    figures_out_of_scale,
    ratings_out_of_scale,
    points_left_blank,
    more_than_there_are,
    unknown_categories,
    twin_ids,
    not_used,
    in_doubt_of_one_person,
)


@rule("IT-PL.11", "I-IT-20", hook="merito_check_plan")
def questions(step: Step) -> ResultRows:
    """What an ente confirms is reported as such and holds nothing (table `conferme`)."""
    yield from answered(step, (question for check in CHECKS for question in check(step)))
