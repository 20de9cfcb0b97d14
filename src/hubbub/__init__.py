"""Hubbub: chat rooms on Django and Channels, as a server of its own or inside a Django site."""

__version__ = "0.1.0"
