"""A believable community of makers, for trying Hubbub out and for measuring it. Used by `hubbub demo` only."""
