"""What dates are called: as the catalogue has it, and in other languages where it is one of the usual names."""

from bot.tongue import N_, _

USUAL = (
    N_("Organisation applications open"),
    N_("Organisation applications close"),
    N_("Review of organisation applications"),
    N_("Accepted organisations announced"),
    N_("Applicants discuss project ideas with organisations"),
    N_("Contributor applications open"),
    N_("Contributor applications close"),
    N_("Applications open"),
    N_("Applications close"),
    N_("Slot requests of organisations due"),
    N_("Proposal rankings of organisations due"),
    N_("Selections of organisations due"),
    N_("Accepted projects announced"),
    N_("Community bonding"),
    N_("Coding begins"),
    N_("Coding ends"),
    N_("Work period"),
    N_("Midterm evaluations open"),
    N_("Midterm evaluations due"),
    N_("Final week"),
    N_("Final work and evaluation due"),
    N_("Final evaluations by mentors"),
    N_("Final evaluations by mentors due"),
    N_("Coding of extended projects"),
    N_("Final work and evaluation of extended projects due"),
    N_("Final evaluations of extended projects by mentors due"),
    N_("Results announced"),
)
"""Names of dates that the programmes of our catalogue have; translators see them here."""


def called(name: str) -> str:
    """The name of a date in the language that is spoken; one that is not usual stays as it is."""
    return _(name) if name in USUAL else name
