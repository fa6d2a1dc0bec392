"""Texts: the door through which young people write when they have no data."""
