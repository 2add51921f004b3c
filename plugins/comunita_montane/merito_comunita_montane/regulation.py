"""Identity of the regulation: the act that it implements."""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="comunita_montane",
    title="Comuni delle Comunità montane bellunesi: misurazione, valutazione e sistema premiale",
    package="merito_comunita_montane",
    acts=(
        "Regolamento di disciplina della misurazione, valutazione e integrità e trasparenza della performance e del "
        "sistema premiale (deliberazione di Giunta n. 6 dell'1.2.2011)",
    ),
    editions=(Edition(name="Regolamento 2011", since=2011),),
    ente_kind="municipality",
    governing_body="giunta",
    interpreters=(Interpreter(body="giunta", cites="frontespizio: deliberazione della Giunta n. 6 dell'1.2.2011"),),
)
