"""The funds of performance: variable resources, what the OIV attests, what bargaining divides (SMVP, par. 3, 5, 6)."""
