"""The pages of the rota: the week, the month, one's own shifts, and for those who plan everything that is planned."""
