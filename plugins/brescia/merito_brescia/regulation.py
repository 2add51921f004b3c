"""Identity of the regulation: the acts that it implements, and who interprets them."""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="brescia",
    title="Camera di commercio di Brescia: posizioni organizzative e Sistema di misurazione e valutazione",
    package="merito_brescia",
    acts=(
        "Criteri generali per la definizione delle posizioni organizzative (deliberazione 9/C del 2018)",
        "Sistema di misurazione e valutazione della performance (deliberazione 81 del 2021)",
    ),
    editions=(Edition(name="SMVP 2021", since=2021),),
    ente_kind="chamber_of_commerce",
    governing_body="giunta",
    interpreters=(
        Interpreter(body="council", of="Criteri PO", cites="deliberazione del Consiglio camerale 9/C dell'8.11.2018"),
        Interpreter(body="giunta", of="SMVP", cites="SMVP (del. 81/2021), premessa"),
    ),
)
