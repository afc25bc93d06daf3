"""`python -m bot` is the `mentorix` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
