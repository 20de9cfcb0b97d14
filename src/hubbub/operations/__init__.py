"""The only writers. Each function is one thing that somebody does: it raises `hubbub.errors.Refused`, or it is done."""
