"""Identity of the regulation: the acts that it implements and its editions.

The plan 2021-2023 prints the targets and actuals of 2020 next to its own, so its edition governs from 2020 until a
later one is declared here.
"""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="bergamo",
    title="Camera di commercio di Bergamo: Piano della performance e regolamento di organizzazione",
    package="merito_bergamo",
    acts=(
        "Regolamento di organizzazione (titoli I, III, IV, VI e VII)",
        "Piano della performance 2021-2023",
    ),
    editions=(Edition(name="Piano 2021-2023", since=2020),),
    ente_kind="chamber_of_commerce",
    governing_body="giunta",
    interpreters=(
        Interpreter(body="giunta", of="Piano 2021-2023", cites="Piano 2021-2023, frontespizio"),
        Interpreter(body="giunta", cites="Regolamento di organizzazione, art. 9 c. 3 e art. 35 c. 4"),
    ),
)
