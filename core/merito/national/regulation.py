"""Identity of the national base layer."""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="national",
    title="Ciclo della performance: norma nazionale",
    package="merito.national",
    acts=("D.Lgs. 27 ottobre 2009, n. 150",),
    editions=(Edition(name="D.Lgs. 150/2009", since=2010),),
    modules=(
        "merito.national.acts_at_fault",
        "merito.national.acts_in_time",
        "merito.national.appointments",
        "merito.national.bodies",
        "merito.national.contract_tools",
        "merito.national.differentiation",
        "merito.national.grades",
        "merito.national.kinds",
        "merito.national.plan_adoption",
        "merito.national.proceedings",
        "merito.national.validation",
        "merito.national.plausible.presence",
        "merito.national.plausible.funds",
        "merito.national.plausible.dates",
        "merito.national.plausible.figures",
        "merito.national.plausible.ratings",
        "merito.national.plausible.headcounts",
        "merito.national.plausible.categories",
        "merito.national.plausible.twins",
        "merito.national.plausible.sight",
        "merito.national.plausible.checks",
    ),
    governing_body="Organo di indirizzo",
    interpreters=(Interpreter(body="Organo di indirizzo", cites="D.Lgs. 150/2009, art. 12 c. 1 lett. c) e art. 15"),),
)
