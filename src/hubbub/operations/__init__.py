"""The only writers. Each function is one thing that somebody does; each raises `hubbub.errors.Refused` or has done it."""
