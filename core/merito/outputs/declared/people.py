"""The tables about people: scores, placements, rewards."""

from merito.model.measured import PersonScore, Placement
from merito.model.messages import Message, Points, say
from merito.model.money import Reward
from merito.model.paid import BALANCES as STANDINGS
from merito.model.paid import Balance
from merito.numbers import euro_text
from merito.outputs.columns import (
    EXACT,
    EXACT_ALONE,
    EXACT_POINTS,
    MONEY,
    OUTCOMES,
    POINTS,
    SAID,
    ResultTable,
    Subjects,
    column,
)
from merito.outputs.declared.shared import EXACTLY, FIRM, NO_VALUE, REASON, RULES
from merito.publication.reserved import PERSON

WHO = column("person", "persona", "id of the person", page="Persona", names="person")
BAND = column("band", "fascia", "the merit band", page="Fascia")


def _score(row: PersonScore) -> Message:
    score = NO_VALUE if row.score is None else Points(row.score)
    most = "" if row.maximum is None else row.maximum
    if row.level.startswith("in "):
        return say("{score} su {most}, {level}", score=score, most=most, level=row.level)
    if row.level:
        return say("{score} su {most}: {level}", score=score, most=most, level=row.level)
    return say("{score} su {most}", score=score, most=most)


PEOPLE = ResultTable(
    name="people",
    label="persone",
    holds="Valutazioni individuali",
    key=("person",),
    row=PersonScore,
    rows="scores",
    personal=True,
    kind=("score", "valutazione individuale", "valutazioni individuali"),
    asked=lambda row: (f"{PERSON}{row.person}",),
    title=lambda row, _: f"Valutazione individuale di {row.person}",
    figure=_score,
    columns=(
        WHO,
        column("unit", "struttura", "id of the unit", page="Struttura"),
        column("score", "punteggio", "two decimals", POINTS, page="Punti"),
        column("exact", "esatto", EXACTLY, EXACT, "score"),
        column("maximum", "massimo", "the maximum that could be reached", EXACT_ALONE),
        column("level", "livello", "the level", page="Livello"),
        FIRM,
        REASON,
        RULES,
    ),
)


def _placement(row: Placement) -> Message:
    place = say("{band}", band=row.band) if row.band else say("nessun posto")
    if row.place:
        place = say("posto {place}, fascia «{band}»", place=row.place, band=row.band)
    if row.score is None:
        return place
    return say("{place}, punteggio {score}", place=place, score=Points(row.score))


PLACEMENTS = ResultTable(
    name="placements",
    label="collocazioni",
    holds="Collocazioni nelle graduatorie",
    key=("ranking", "person"),
    row=Placement,
    personal=True,
    kind=("placement", "posto in graduatoria", "posti in graduatoria"),
    asked=lambda row: (f"{PERSON}{row.person}",),
    title=lambda row, _: f"Collocazione di {row.person} nella graduatoria «{row.ranking}»",
    figure=_placement,
    columns=(
        column("ranking", "graduatoria", "the ranking"),
        WHO,
        column("score", "punteggio", "exact", EXACT_POINTS),
        column("place", "posto", "place in the ranking; blank without one"),
        BAND,
        FIRM,
        REASON,
        RULES,
    ),
)


def _subjects(row: Reward) -> Subjects:
    own = f"{PERSON}{row.person}"
    return (own, f"reward:{row.person}/{row.tool}", *((row.subject,) if row.subject and row.subject != own else ()))


def _reward(row: Reward) -> str:
    if row.credit:
        due, paid, credit = (euro_text(one) for one in (row.due, row.net, row.credit))
        return f"spettano {due}, pagati {paid}: {credit} oltre il dovuto"
    out = f"versati {euro_text(row.net)}, " if row.net else ""
    without = f", senza copertura {euro_text(row.uncovered)}" if row.uncovered else ""
    parts = f"{out}liquidabili {euro_text(row.payable)}, sospesi {euro_text(row.withheld)}{without}"
    return f"spettano {euro_text(row.due)}: {parts}"


REWARDS = ResultTable(
    name="rewards",
    label="premi",
    holds="Premi",
    key=("person", "tool", "subject"),
    row=Reward,
    personal=True,
    kind=("reward", "somma spettante", "somme spettanti"),
    asked=_subjects,
    title=lambda row, names: f"{names.tool(row.tool)}, a {row.person}",
    figure=_reward,
    columns=(
        WHO,
        column("tool", "strumento", "the tool, by its English name", page="Strumento", names="tool"),
        column("fund", "fondo", "the fund, by its English name", names="fund"),
        column("subject", "oggetto", "the subject, such as a post or project", names="subject"),
        BAND,
        column(
            "due",
            "spettante",
            "euro due (*spettante*): net_paid + payable + withheld + uncovered - credit",
            MONEY,
            page="Spettante",
        ),
        column(
            "payable",
            "liquidabile",
            "euro still to be paid, and held by nothing (*liquidabile*)",
            MONEY,
            page="Liquidabile",
        ),
        column("withheld", "sospeso", "euro computed and held (*sospeso*)", MONEY, page="Sospeso"),
        column("net_paid", "versato", "euro paid by that date, minus recoveries (*versato*)", MONEY, of="net"),
        column("uncovered", "senza copertura", "euro due for which the fund has no money", MONEY),
        column("credit", "oltre il dovuto", "euro paid beyond what is due, to be recovered by an act", MONEY),
        column(
            "alternative",
            "con altra scelta",
            "what the other choice of a reading not adopted would give",
            OUTCOMES,
            names="outcome",
        ),
        FIRM,
        REASON,
        RULES,
    ),
)


def _balance(row: Balance) -> str:
    told = f"spettano {euro_text(row.due)}, pagati {euro_text(row.paid)}: differenza {euro_text(row.difference)}"
    return f"{told}, {STANDINGS[row.standing]}"


BALANCES = ResultTable(
    name="balances",
    label="conguagli",
    holds="Quanto spetta ora, meno quanto è stato pagato",
    about=(
        "A row for everyone who was paid through a tool, according to the table of payments. A negative difference is "
        "shown, never offset: recovery needs its own act."
    ),
    key=("person", "tool"),
    row=Balance,
    rows="balances",
    personal=True,
    kind=("balance", "conguaglio", "conguagli"),
    asked=lambda row: (f"balance:{row.person}/{row.tool}", f"{PERSON}{row.person}", f"reward:{row.person}/{row.tool}"),
    title=lambda row, names: f"Conguaglio di {row.person}: {names.tool(row.tool)}",
    figure=_balance,
    columns=(
        WHO,
        column("tool", "strumento", "the tool, by its English name", names="tool"),
        column("due", "spettante ora", "euro due at the date of the run", MONEY),
        column("paid", "pagato", "euro paid by that date, minus recoveries (*pagato*)", MONEY),
        column("difference", "differenza", "due minus paid; negative if more was paid", MONEY),
        column("uncovered", "senza copertura", "the part of the difference for which the fund has no money", MONEY),
        column(
            "state",
            "stato",
            "even, to_pay, held (it is not decided who pays), uncovered, overpaid",
            of="standing",
            words=STANDINGS,
        ),
        column("reason", "motivo", "the correcting act, how much is held, and why (Italian)", SAID),
        RULES,
    ),
)
