"""The tables of money that name nobody: posts, fund lines, merit bands."""

from merito.model.messages import Message, Money, Points, say
from merito.model.money import Band, FundLine, Held, PositionValue
from merito.numbers import counted, euro_text
from merito.outputs.columns import EXACT, MONEY, OUTCOMES, POINTS, SAID, SEVERAL, VALUED, WHOLE, ResultTable, column
from merito.outputs.declared.shared import EXACTLY, FIRM, NO_VALUE, REASON, RULES, VALUES
from merito.wording.coded import BOUNDS, parts_text

OF_FUNDS = (
    "Items only, no totals: over the lines of a fund, amount + overdrawn = net_paid + payable + withheld + savings. In "
    "Italian *stanziato*, *versato*, *liquidabile*, *sospeso* and *economie*."
)


def _position(row: PositionValue) -> Message:
    if row.amount is None:
        pay = say("{none}", none=NO_VALUE)
    elif row.rates:
        pay = say("{pay} nell'anno, con più graduazioni", pay=Money(row.amount))
    else:
        pay = say("{pay} l'anno", pay=Money(row.amount))
    return pay if row.score is None else say("{pay}, {score} punti", pay=pay, score=Points(row.score))


POSITIONS = ResultTable(
    name="positions",
    label="posizioni",
    holds="Retribuzione delle posizioni",
    key=("position",),
    row=PositionValue,
    kind=("position", "retribuzione di posizione", "retribuzioni di posizione"),
    asked=lambda row: (f"position:{row.position}",),
    title=lambda row, _: f"Retribuzione di posizione di {row.position}",
    figure=_position,
    columns=(
        column("position", "posizione", "id of the post", page="Posizione", names="position"),
        column("score", "punteggio", "two decimals", POINTS, page="Punti"),
        column("exact", "esatto", EXACTLY, EXACT, "score"),
        column("amount", "importo", "euro for the whole year, also with several gradings", MONEY, page="L'anno"),
        column(
            "proportional",
            "in proporzione",
            "the amount without bounds",
            MONEY,
            page="Quota proporzionale",
            after="bound",
            told="quota proporzionale, senza limiti",
        ),
        column("bound", "limite", "none, min, max", words=BOUNDS, page="Limite", told="limite"),
        column("monthly", "mensile", "euro per month", MONEY, page="Al mese", told="al mese", early=True),
        column(
            "thirteenth",
            "tredicesima",
            "euro of the thirteenth payment",
            MONEY,
            page="Tredicesima",
            told="tredicesima",
            early=True,
        ),
        FIRM,
        REASON,
        RULES,
    ),
)


def _fund_line(row: FundLine) -> str:
    if not row.released + row.withheld + row.savings:
        return euro_text(row.amount)
    return f"{euro_text(row.amount)}: {parts_text(row.payable, row.withheld, row.savings, row.net)}"


FUNDS = ResultTable(
    name="funds",
    label="fondi",
    holds="Righe dei fondi: stanziato, liquidabile, sospeso, economie",
    about=OF_FUNDS,
    key=("fund", "item"),
    row=FundLine,
    rows="fund_lines",
    kind=("fund_line", "voce di un fondo", "voci di fondi"),
    asked=lambda row: (f"fund:{row.fund}/{row.item}", f"fund:{row.fund}"),
    title=lambda row, names: f"{names.fund(row.fund)}, voce «{row.item}»",
    figure=_fund_line,
    columns=(
        column("fund", "fondo", "the fund, by its English name", names="fund"),
        column("item", "voce", "line of the fund"),
        column("amount", "stanziato", "euro of the line (*stanziato*)", MONEY),
        column("payable", "liquidabile", "euro still to be paid, and held by nothing (*liquidabile*)", MONEY),
        column("withheld", "sospeso", "euro computed and held (*sospeso*)", MONEY),
        column("savings", "economie", "euro saved", MONEY),
        column(
            "net_paid",
            "versato",
            "euro paid by that date, minus recoveries (*versato*)",
            MONEY,
            of="net",
        ),
        column(
            "uncovered",
            "senza copertura",
            "euro due for which the fund has no money, after payments",
            MONEY,
        ),
        column("overdrawn", "oltre il fondo", "euro paid beyond the whole fund", MONEY),
        column(
            "alternative",
            "con altra scelta",
            "what the other choice of a reading not adopted would give to people; where that is nothing in both, what "
            "the line would be",
            OUTCOMES,
            names="outcome",
        ),
        REASON,
        FIRM,
        RULES,
    ),
)


def _band(row: Band) -> str:
    each = "" if row.per_head is None else f", {euro_text(row.per_head)} a testa"
    people = counted(row.people, "persona", "persone")
    pool = "" if row.pool is None else f", quota {euro_text(row.pool)}"
    saved = f", economie {euro_text(row.savings)}" if row.savings else ""
    return f"{people} in {counted(row.places, 'posto', 'posti')}{pool}{each}{saved}"


BANDS = ResultTable(
    name="bands",
    label="fasce",
    holds="Fasce di merito",
    key=("ranking", "band"),
    row=Band,
    kind=("band", "fascia di merito", "fasce di merito"),
    asked=lambda row: (f"band:{row.ranking}/{row.band}", f"ranking:{row.ranking}", f"band:{row.band}"),
    title=lambda row, _: f"Fascia «{row.band}» della graduatoria «{row.ranking}»",
    figure=_band,
    columns=(
        column("ranking", "graduatoria", "the ranking"),
        column("band", "fascia", "the merit band", page="Fascia"),
        column("places", "posti", "number of places", WHOLE, page="Posti"),
        column("people", "persone", "number of people", WHOLE, page="Persone"),
        column("pool", "quota", "euro of the band", MONEY, page="Quota"),
        column("per_head", "a testa", "euro per head", MONEY, page="A testa"),
        column("savings", "economie", "euro saved", MONEY, page="Economie"),
        FIRM,
        RULES,
    ),
)


HOLDS = ResultTable(
    name="holds",
    label="sospesi",
    holds="Che cosa tiene sospeso il denaro",
    about=(
        "A row for each thing that holds money: a closed gate, a refusal, an open reading, a figure that is not final. "
        "`amount` is what it holds; several rows may hold the same euro, so they do not sum to what is withheld. "
        "Without a person it holds what is left of the line."
    ),
    row=Held,
    kind=("hold", "somma sospesa", "somme sospese"),
    follows=True,
    firm="",
    columns=(
        column("fund", "fondo", "the fund", names="fund"),
        column("item", "voce", "its line"),
        column("person", "persona", "id of the person; blank: nobody's part", names="person"),
        column("tool", "strumento", "the tool", names="tool"),
        column("subject", "oggetto", "what it is given for, as `position:PO1`", names="subject"),
        column("amount", "importo", "euro that it holds", MONEY),
        column("rules", "regole", "ids of the gate, rule or readings that hold it", SEVERAL),
        column("cites", "articolo", "their articles", of=lambda row, stack: "; ".join(stack.rulebook.cites(row.rules))),
        column("message", "messaggio", "why (Italian)", SAID, "why"),
        column("values", "valori", VALUES, VALUED, "why"),
    ),
)
