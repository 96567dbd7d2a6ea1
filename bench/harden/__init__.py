"""Attacks on the whole: `make harden`. Each module declares one; figures go to bench/harden.json, and from there to
docs/endurecimento.md.
"""
