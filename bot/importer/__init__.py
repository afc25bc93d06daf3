"""An organisation's published page → blocks → ideas, each field with the place it was read from.

    recognise     which format a text is in, from what it contains
    readers       a format → blocks: headings, paragraphs, items, tables, pairs
    labels        a line → labels and values, in every dress
    sections      blocks → the tree of headings, with the fields of each
    records       which of them repeat as ideas, and which are left out
    people, sizes, languages   what a field's value says
    importing     the whole way, from text to `Imported`
"""
