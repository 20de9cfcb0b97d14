"""Crowds of plain sockets, each in a process of its own on the other core: counting does not take the server's."""
