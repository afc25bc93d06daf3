"""Which idea, person, filter or page is meant by what somebody typed; pure, no I/O but its own word lists.

Reading order: normalise → lexicon → index → spelling → concepts → search → decide → shelves → reading → facets → query →
subjects → people → matcher; explain, pages, dates and routing stand beside.
"""
