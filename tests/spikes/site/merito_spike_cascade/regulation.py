"""A cascade from a strategic dashboard to a service, as Bergamo prints it."""

from merito import Edition, Regulation

regulation = Regulation(
    name="spike_cascade",
    title="Prova della cascata",
    package="merito_spike_cascade",
    acts=("Piano 2021-2023",),
    editions=(Edition(name="prova", since=2020),),
    modules=("merito_spike_cascade.cascade",),
    ente_kind="chamber_of_commerce",
)
