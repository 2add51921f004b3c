"""Art. 20 D.Lgs. 33/2013: the publication about prizes, for every regulation, in aggregate form, without names."""
