"""Another program at a server's SQLite file: python neighbour.py read FILE, or write FILE SECONDS SEED."""

from __future__ import annotations

import random
import sqlite3
import sys
import threading

_never = threading.Event()


def read(file: str) -> None:
    """Keep a transaction open, so that the log cannot be written back."""
    connection = connect(file)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM hubbub_message").fetchone()
    print("ready")
    _never.wait()


def write(file: str, seconds: str, seed: str) -> None:
    """Hold the write lock for about so many seconds, let go, and take it again. Now and then, ask for a checkpoint."""
    connection, chance = connect(file), random.Random(seed)
    while True:
        hold(connection, chance.uniform(float(seconds) / 2, float(seconds)))
        _never.wait(chance.uniform(0, 0.1))
        if chance.random() < 0.1:
            checkpoint(file)


def hold(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE hubbub_room SET title = title")
    print("ready")
    _never.wait(seconds)
    connection.execute("COMMIT")


def checkpoint(file: str) -> None:
    """All of it, which keeps writers out while it waits for readers."""
    connection = connect(file, patience=0.1)
    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    connection.close()


def connect(file: str, patience: float = 60) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=patience, isolation_level=None)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
