"""The rota to come, and what happens on a shift. No pages: those are in `rota/pages/`.

    a pattern says which places there are       patterns.py   (wall.py: kitchen clock to UTC)
    places are published, and open              publish.py
    somebody is put on or takes one             claims.py     (rules.py: who may, hours.py, clearances.py)
    gives it back, swaps it, is away            claims.py, swaps.py, away.py
    what is missing                             needs.py, reachable.py
    who is told                                 gaps.py, no_shows.py, test_pages.py   (clocks.py: once a second)
    on shift: came, breaks, note, finish        on_shift.py, breaks.py, notes.py, overrides.py, debriefs.py

A change that takes cover away asks `reachable` first, under one lock for the whole rota, so that two at the same moment
cannot each leave just enough. Locks are taken in this order: cover, people by id, places by id, shifts by id. Rules
of hours and clearances refuse what is planned. Nothing here ends or shortens a shift that runs because of a rule.
"""
