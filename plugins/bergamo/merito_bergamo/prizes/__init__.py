"""Prizes: the pay of posts, result pay, the prize of the staff (arts. 26-28 and 43-46)."""
