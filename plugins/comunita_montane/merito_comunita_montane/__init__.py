"""Comuni delle Comunità montane bellunesi: ciclo della performance e sistema premiale (2011)."""
