"""Tools of the decree that the national contract has not activated: the bonus of excellence and the innovation prize.

The sources are an answer of ARAN and a circular of the Dipartimento della funzione pubblica, known only from a review.
So an ente that pays such a tool is warned, and nothing is held.
"""

from collections.abc import Mapping

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told

RULES: Mapping[str, str] = {"art. 21": "IT-21.1", "art. 22": "IT-22.1"}
WHY = (
    "«{tool}» attua l'{article} del D.Lgs. 150/2009, che il contratto collettivo nazionale non ha aperto: spetta al "
    "contratto l'ammontare del bonus delle eccellenze, a cui è pari il premio per l'innovazione, e non l'ha fissato "
    "(ARAN, orientamento RAL_1960 dell'1.3.2018; circolare DFP 7/2010: fonti riportate da una rassegna, non lette "
    "nell'originale). La somma è quella del regolamento dell'ente, da verificare prima di pagarla"
)


@hookimpl
@rule("IT-21.1", "IT-22.1")
def merito_check_rewards(step: Step) -> ResultRows:
    """A warning on every such tool through which something is due to somebody."""
    paying = {one.tool for one in step.so_far.rewards if one.due}
    for tool in step.tools.values():
        if tool.decree in RULES and tool.name in paying:
            why = WHY.format(tool=tool.title, article=tool.decree)
            yield told("warning", RULES[tool.decree], why, phase=Phase.REWARDS, tool=tool.name)
