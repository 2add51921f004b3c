"""Compares what was paid with what is due now: corrections after a payment, and balances."""
