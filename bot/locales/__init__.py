"""Translations of the fixed words in answers: a folder for each language with a message file (gettext).

`bot.tongue` reads them. `python -m bot.locales` brings them in step with the sources.
"""
