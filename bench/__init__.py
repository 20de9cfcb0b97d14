"""How fast it is, measured beside something to compare with, in one run on one machine."""
