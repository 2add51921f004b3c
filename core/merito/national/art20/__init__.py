"""Art. 20 D.Lgs. 33/2013: what is published of the prizes, for every regulation, in aggregate form, nobody named."""
