"""Camera di commercio di Bergamo: balanced scorecard of the Piano, and the regulation of organisation."""
