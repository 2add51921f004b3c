"""Identity of the national base layer."""

from merito import Edition, Interpreter, Regulation

regulation = Regulation(
    name="national",
    title="Ciclo della performance: norma nazionale",
    package="merito_national",
    acts=("D.Lgs. 27 ottobre 2009, n. 150", "D.Lgs. 25 maggio 2017, n. 74"),
    editions=(
        Edition(name="D.Lgs. 150/2009", since=2010, until=2017),
        Edition(name="D.Lgs. 150/2009 dopo il D.Lgs. 74/2017", since=2018),
    ),
    governing_body="governing_body",
    interpreters=(Interpreter(body="governing_body", cites="D.Lgs. 150/2009, art. 12 c. 1 lett. c) e art. 15"),),
)
