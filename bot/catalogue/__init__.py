"""The catalogue: what organisations publish (ideas, mentors, steps) and what programmes set (dates)."""
