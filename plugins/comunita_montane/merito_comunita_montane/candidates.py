"""Candidates for a tool, alone or in a group (table candidati), and their merit bands (arts. 16-20)."""

from collections.abc import Iterator, Mapping, Sequence

from merito import Candidate, Finding, Phase, Placement, State, Step
from merito.kit import told
from merito.numbers import natural_key
from merito_comunita_montane.bands.appeals import bands_won

PRIZES = "group_prizes"
FUNDS: Mapping[str, str] = {
    "annual": "premi_annuali",
    "collective": "premi_collettivi",
    "bonus": "bonus_eccellenze",
    "innovation": "premio_innovazione",
    "efficiency": "premio_efficienza",
    "progression": "progressioni_economiche",
    "result": "retribuzione_risultato",
    "savings": "quota_risparmi",
}
NOT_KNOWN = "la fascia di merito non è ancora definitiva"


def named(step: Step, tool: str) -> tuple[Candidate, ...]:
    """The people named for a tool, in the order of their ids."""
    rows = step.dossier.candidates.of(tool=tool)
    return tuple(sorted(rows, key=lambda row: (natural_key(row.person), natural_key(row.group))))


def named_once(step: Step, tool: str) -> tuple[Candidate, ...]:
    """The people named for a tool that rewards individuals: of several rows about one person, the first.

    Several rows are an error of that person (`one_by_one`), who is paid nothing.
    """
    first: dict[str, Candidate] = {}
    for row in named(step, tool):
        first.setdefault(row.person, row)
    return tuple(first.values())


def in_use(step: Step, tool: str) -> bool:
    """Whether the ente uses a tool this year: it has its fund, names somebody for it, or gives a group a prize."""
    named_for = step.dossier.table(PRIZES).of(tool=tool) or step.dossier.candidates.of(tool=tool)
    return step.dossier.funds.get(tool) is not None or bool(named_for)


def one_by_one(step: Step, tool: str, rule_id: str) -> Iterator[Finding]:
    """Errors for groups, and for people named twice, under a tool that rewards individuals."""
    rows = step.dossier.candidates
    for person in sorted({row.person for row in rows.of(tool=tool) if row.group or rows.of(row.person, tool=tool)[1:]}):
        why = "nei candidati ha un gruppo, o più righe, per uno strumento che premia le persone una per una"
        yield told("error", rule_id, why, f"person:{person}", phase=Phase.REWARDS, tool=tool)


def placements(step: Step) -> Mapping[str, Placement]:
    """The placement of everybody in a ranking, by person."""
    return {row.person: row for row in step.so_far.placements}


def outside(step: Step, person: str, bands: Sequence[str]) -> bool:
    """Whether somebody is in none of some bands, nor raised to one by an appeal after the payment (I-BL-38).

    False for people without an evaluation yet.
    """
    row = step.once(placements).get(person)
    stands = row is not None and (row.band in bands or row.state is State.NOT_MEASURED)
    return not stands and step.once(bands_won).get(person) not in bands
