"""Texts and telephone calls to people who work here: the carrier's part of rota/reach."""
