"""Individual evaluations and reviews of them (SMVP, par. 4; Criteri PO, art. 6)."""
