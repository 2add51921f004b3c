"""Identity of the regulation: its act, the years that it governs, its modules, who decides its readings."""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="valdarno",
    title="Unione Valdarno di prova: regolamento della performance",
    package="merito_valdarno",
    acts=("Deliberazione 7 del 2024",),
    editions=(Edition(name="2025", since=2025),),
    modules=(
        "merito_valdarno.plan",
        "merito_valdarno.measures",
        "merito_valdarno.evaluation",
        "merito_valdarno.ranking",
        "merito_valdarno.prizes",
        "merito_valdarno.posts",
        "merito_valdarno.procedure",
        "merito_valdarno.reporting",
    ),
    ente_kind="municipality",
    governing_body="Giunta",
    interpreters=(Interpreter(body="Giunta", cites="art. 18 c. 2"),),
)
