"""Which idea, person, filter or page is meant by what somebody typed; pure, no I/O but its own word lists.

Reading order: normalise → lexicon → postings (columns, for large catalogues) → index → inventory → keeping → spelling →
concepts → search → decide → shelves → reading → facets → query → labels → subjects → people → persons → listings → seasons →
wishes → matcher; explain, pages, dates and routing stand beside.
"""
