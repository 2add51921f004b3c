"""Identity of the regulation: the act that it implements and its modules."""

from merito import Edition, Regulation

regulation = Regulation(
    name="comunita_montane",
    title="Comuni delle Comunità montane bellunesi: misurazione, valutazione e sistema premiale",
    package="merito_comunita_montane",
    acts=(
        "Regolamento di disciplina della misurazione, valutazione e integrità e trasparenza della performance e del "
        "sistema premiale (deliberazione di Giunta n. 6 dell'1.2.2011)",
    ),
    editions=(Edition(name="Regolamento 2011", since=2011),),
    modules=(
        "merito_comunita_montane.factors",
        "merito_comunita_montane.scheme",
        "merito_comunita_montane.structures",
        "merito_comunita_montane.scores",
        "merito_comunita_montane.placements",
        "merito_comunita_montane.annual",
        "merito_comunita_montane.calendar",
        "merito_comunita_montane.oiv_reports",
        "merito_comunita_montane.mayor",
        "merito_comunita_montane.guidelines",
        "merito_comunita_montane.evaluators",
        "merito_comunita_montane.integrity",
        "merito_comunita_montane.validation",
        "merito_comunita_montane.planning_documents",
        "merito_comunita_montane.plan",
        "merito_comunita_montane.measures_asked",
        "merito_comunita_montane.qualities",
        "merito_comunita_montane.amendments",
        "merito_comunita_montane.monitoring",
        "merito_comunita_montane.report_tables",
        "merito_comunita_montane.oiv_members",
        "merito_comunita_montane.oiv_term",
        "merito_comunita_montane.publications",
        "merito_comunita_montane.premiums_published",
    ),
    ente_kind="municipality",
)
