"""One module for each format; each has `read(text) -> tuple[Block, ...]` and raises nothing for bad markup."""
