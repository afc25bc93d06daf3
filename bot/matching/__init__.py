"""Which idea, person, filter or page is meant by what somebody typed; pure, no I/O.

Reading order: normalise → index → spelling → query → search → decide → matcher.
"""
