"""Camera di commercio di Brescia: criteri delle posizioni organizzative (2018) e SMVP (2021)."""
