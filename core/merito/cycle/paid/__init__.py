"""What was paid already, held against what is due now: corrections that come after a payment, and the balances."""
