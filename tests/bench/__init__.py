"""How fast it is, as ratios: a floor, the stock tutorial and ours, in turns, in one run. `make bench-quick`.

Floor: a relay of thirty lines on Daphne, with rooms in a dict; no Channels, no Redis, no database. Stock: the
tutorial's chat on the core channel layer. Everything of a server runs on core 0, the load on core 1. Load is an
open loop: each message has a moment at which it is meant to be sent, and its latency runs from then to its arrival
at the other end, so a server that stalls cannot slow the clock that measures it.
"""
