"""Planning: what the Plan contains, what dashboards and forms carry, agile work (arts. 37-41; chs. 3-5)."""
