"""An ente of two people who share 1,000 euro, and a reading on money that it has not adopted."""

from small_plugins import VALIDATED

READINGS = """
["I-1"]
article = "art. 4"
unclear = "A chi va il premio in caso di pari merito."
default = "nobody"
why = "Il testo tace."
must_adopt = true
choices = { nobody = "A nessuno.", shared = "In parti uguali." }
"""
DATA = {
    "2021/cycle.toml": "[funds]\npremi = 1000\n",
    "2021/people.csv": "id\nP1\nP2\n",
    "2021/acts.csv": VALIDATED,
}
