"""The columns that many tables of results have."""

from merito.outputs.columns import SAID, SEVERAL, STATE, column
from merito.wording.coded import STATES

HOLDS = "why it is held or missing (Italian)"
VALUES = "the sentence of the message and its values by name and type, as JSON"
CITED = "ids of the rules and readings it rests on"
EXACTLY = "the same as an exact fraction"
NO_VALUE = "—"
REASON = column("reason", "motivo", HOLDS, SAID, page="Motivo")
RULES = column("rules", "regole", CITED, SEVERAL)
FIRM = column("state", "stato", "state of the figure", STATE, words=STATES, page="Stato")
