"""What operators hear about the pages that the catalogue comes from."""

from bot.catalogue.model import Organisation
from bot.importer.drift import Drift

MOST_CHANGES = 15
"""How many changes are told one by one."""


def changed(page: Organisation, drift: Drift) -> str:
    """What changed on a page, and how to take it over."""
    told = [f"- {each}" for each in drift.changes[:MOST_CHANGES]]
    left = len(drift.changes) - len(told)
    more = [f"- and {left} more; `mentorix catalogue drift` tells them all"] if left else []
    count = f"{len(drift.changes)} change{'' if len(drift.changes) == 1 else 's'}"
    first = f"The ideas page of {page.organisation} ({page.id}) has {count}. Nothing was taken over:"
    last = f"To take it over: mentorix catalogue import {page.source} -o catalogue/organisations/{page.id}.yaml"
    return "\n".join([first, *told, *more, last])


def unreadable(page: Organisation, why: str) -> str:
    """That a page could not be read, said once."""
    return (
        f"The ideas page of {page.organisation} ({page.id}) could not be looked at: {why}."
        " I try again every day and tell when it works and has changed."
    )
