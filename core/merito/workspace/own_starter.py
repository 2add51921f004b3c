"""A new folder of own rules: three files that load, explain their format and compute nothing."""

OWN_FOLDER = "regole"
OWN_USES = ("ratings",)
OWN_TEXTS = {
    "rules.toml": """# Le regole dell'ente, una voce per ogni norma con la citazione. Togliere il segno # e scrivere.

# ["R-1"]
# article = "art. 12 c. 1"
# phase = "e"             # a obiettivi, b risorse, c monitoraggio, d valutazione, e premi, f rendicontazione
# kind = "computation"
# text = "Il fondo dei premi è diviso in proporzione al punteggio di ciascuno."
# status = "computed"     # oppure: checked, recorded, not modelled
""",
    "inputs.toml": f"""# Ciò che le regole leggono: tabelle comuni, atti, fondi, strumenti.

[uses]
common = ["{'", "'.join(OWN_USES)}"]

# [funds.premi]
# label = "premi"
# title = "Fondo dei premi"
# cites = "art. 12 c. 1"

# [tools.premio]
# label = "premio"
# title = "Premio annuale"
# fund = "premi"
# cites = "art. 12 c. 1"
""",
    "rules.py": '''"""Le regole che calcolano: una funzione per ognuna, con il codice che ha in rules.toml."""
''',
}
