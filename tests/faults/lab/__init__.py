"""The fault lab: a house of its own that is broken hundreds of times while ten people talk, and a checker that
compares what was acknowledged, stored and seen. `python -m tests.faults.lab --faults 300 --seed 7`.
"""
