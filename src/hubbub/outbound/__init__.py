"""Telling the rest of the world: what leaves the server by its own doing. Entrances start it, and ask nothing of it."""
