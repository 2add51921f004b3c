"""Merit bands with ties, absences and readings to adopt, as the Belluno regulation has them."""

from merito import Edition, Regulation

regulation = Regulation(
    name="spike_bands",
    title="Prova delle fasce di merito",
    package="merito_spike_bands",
    acts=("Regolamento del sistema premiale, delibera 6 del 2011",),
    editions=(Edition(name="prova", since=2011),),
    modules=("merito_spike_bands.placements", "merito_spike_bands.prizes"),
    ente_kind="municipality",
)
