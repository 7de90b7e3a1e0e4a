"""Hostile webhook bodies, made by mutation. `make fuzz` runs it for ten minutes."""
