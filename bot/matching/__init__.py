"""Which idea, person, filter or page is meant by what somebody typed; pure, no I/O.

Reading order: normalise → lexicon → index → spelling → concepts → search → decide → people → shelves → query → matcher.
"""
