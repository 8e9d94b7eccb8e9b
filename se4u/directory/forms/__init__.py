"""Forms of the directory: the shape of input and its messages."""
