"""Identity of the regulation: the acts that it implements and its modules.

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
    modules=(
        "merito_bergamo.calendar",
        "merito_bergamo.publication",
        "merito_bergamo.plan",
        "merito_bergamo.amendments",
        "merito_bergamo.strategy",
        "merito_bergamo.improvement",
        "merito_bergamo.projects",
        "merito_bergamo.agile",
        "merito_bergamo.forms",
        "merito_bergamo.levels",
        "merito_bergamo.factors",
        "merito_bergamo.posts",
        "merito_bergamo.structure",
        "merito_bergamo.guarantors",
        "merito_bergamo.revokers",
        "merito_bergamo.notices",
        "merito_bergamo.agile_agreements",
        "merito_bergamo.budget",
        "merito_bergamo.evaluators",
        "merito_bergamo.accounts",
        "merito_bergamo.cascade",
        "merito_bergamo.positions",
        "merito_bergamo.monitoring",
        "merito_bergamo.indicators",
        "merito_bergamo.dashboards",
        "merito_bergamo.staff",
        "merito_bergamo.position_holders",
        "merito_bergamo.managers",
        "merito_bergamo.secretary",
        "merito_bergamo.performance",
        "merito_bergamo.ratings",
    ),
    ente_kind="chamber_of_commerce",
    governing_body="Giunta",
    interpreters=(
        Interpreter(body="Giunta", of="Piano 2021-2023", cites="Piano 2021-2023, frontespizio"),
        Interpreter(body="Giunta", cites="Regolamento di organizzazione, art. 9 c. 3 e art. 35 c. 4"),
    ),
)
