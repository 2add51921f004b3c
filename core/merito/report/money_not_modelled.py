"""Rules of money that the program does not carry out, told where figures are read: nobody takes them for applied."""

from merito.rulebook import Rulebook

HEAD = "regole sul denaro che il programma non calcola"


def not_modelled_text(rulebook: Rulebook, ente_kind: str) -> str:
    """One line (Italian) with the id, article and reason of each; empty where there is none."""
    told = [f"{one.id}, {one.article} ({one.reason.rstrip('.')})" for one in rulebook.money_not_modelled(ente_kind)]
    return f"{HEAD}: {'; '.join(told)}" if told else ""
