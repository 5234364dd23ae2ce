"""Pictures that are worked out, not stored: pure functions from a few plain values to SVG.

No query, file, clock or chance: the same values give the same drawing on every machine.
"""
