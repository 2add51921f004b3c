"""Position and result pay with both bounds, an attestation and an interim, as Brescia rules them."""

from merito import Edition, Regulation

regulation = Regulation(
    name="spike_positions",
    title="Prova delle posizioni organizzative",
    package="merito_spike_positions",
    acts=("Criteri generali PO, delibera 9/C del 2018",),
    editions=(Edition(name="prova", since=2019),),
    modules=("merito_spike_positions.positions", "merito_spike_positions.pay"),
    ente_kind="chamber_of_commerce",
)
