"""Messages of rules about people without sums and counts, which would bypass the guard."""

import re
from collections.abc import Sequence

from merito.model.acts import Phase
from merito.model.results import Finding

UNTOLD = "…"
READING = "I-"
AMOUNT = re.compile(r"\d[\d.]*+(?:,\d+)?(?= €|% delle risorse di posizione)")
COUNT = re.compile(
    r"\b\d[\d.]*+(?= (?:su \d|ammess|person[ae]|dipendent|valutat|titolar|giorn[oi]|premi|post[oi]\b))"
    r"|(?<= su )\d[\d.]*+(?!,)|(?<=\()\d+(?=\))|(?<=: )\d[\d.]*+(?=$|;)"
)
POINTS = re.compile(r"\d[\d.]*+(?:,\d+)?(?= punti su )|(?<= punti su )\d[\d.]*+(?:,\d+)?")
PEOPLE = re.compile(r"\b\d[\d.]*+(?= (?:person[ae]|figur[ae])\b)")
OF_PEOPLE = (Phase.RESOURCES, Phase.EVALUATION, Phase.REWARDS)


def masked(text: str) -> str:
    """A text without sums, counts of people and a person's points."""
    return COUNT.sub(UNTOLD, AMOUNT.sub(UNTOLD, POINTS.sub(UNTOLD, text)))


def without_people(text: str) -> str:
    """A text about money on which nobody draws, without counts of people and a person's points."""
    return PEOPLE.sub(UNTOLD, POINTS.sub(UNTOLD, text))


def public_message(finding: Finding) -> str:
    """The public message of a finding: about posts, funds, evaluations and rewards without sums and counts."""
    return masked(finding.message) if finding.phase in OF_PEOPLE else finding.message


def public_rules(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The rules of merged rows; readings only if all rows cite them, since one cited by some would identify those."""
    every = sorted({rule for rules in rows for rule in rules})
    return tuple(rule for rule in every if not rule.startswith(READING) or all(rule in rules for rules in rows))
