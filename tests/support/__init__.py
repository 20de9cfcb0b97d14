"""What tests are made with.

cast       who plays, in which rooms              `cast.mina`, `cast.tea`
waiting    deadlines instead of sleeps            `eventually(lambda: …, within=10)`, `await soon(…)`
programs   start, stop, kill, freeze, thaw        of every process below
services   real Valkey and PostgreSQL             `valkey.url`, `postgresql.create_database()`
servers    `hubbub run`, and Daphne               `server.api("mina")`, `server.browser("rosa")`, `server.cli(…)`
client     a person on a socket                   `async with join(server, "mina") as mina:`
frames     exactly the protocol                   `check_frame(frame)`
chromium   the browser                            `launch_options()`
"""
