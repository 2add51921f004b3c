"""Identity of the regulation: the acts that it implements and its modules."""

from merito import Edition, Regulation

regulation = Regulation(
    name="brescia",
    title="Camera di commercio di Brescia: posizioni organizzative e Sistema di misurazione e valutazione",
    package="merito_brescia",
    acts=(
        "Criteri generali per la definizione delle posizioni organizzative (deliberazione 9/C del 2018)",
        "Sistema di misurazione e valutazione della performance (deliberazione 81 del 2021)",
    ),
    editions=(Edition(name="SMVP 2021", since=2021),),
    modules=(
        "merito_brescia.procedure",
        "merito_brescia.weighing",
        "merito_brescia.funds",
        "merito_brescia.position_pay",
        "merito_brescia.attestation",
        "merito_brescia.interim",
        "merito_brescia.result_pay",
        "merito_brescia.projects",
        "merito_brescia.variable_resources",
        "merito_brescia.variable_budget",
        "merito_brescia.area_resources",
        "merito_brescia.objective_weights",
        "merito_brescia.amendments",
        "merito_brescia.plan",
        "merito_brescia.structure",
        "merito_brescia.planning_forms",
        "merito_brescia.monitoring",
        "merito_brescia.indicators",
        "merito_brescia.tree",
        "merito_brescia.summaries",
        "merito_brescia.evaluation_factors",
        "merito_brescia.evaluation_validity",
        "merito_brescia.evaluators",
        "merito_brescia.staff",
        "merito_brescia.position_holders",
        "merito_brescia.managers",
        "merito_brescia.appeals",
    ),
    ente_kind="chamber_of_commerce",
)
