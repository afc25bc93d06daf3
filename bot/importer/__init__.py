"""An organisation's published page → blocks → ideas, each field with the place it was read from.

recognise     which format a text is in, from what it contains
readers       a format → blocks: headings, paragraphs, items, tables, pairs
vocabulary    the many names of few kinds of field; `labels` finds them on a line, `tables` in a table
fields        blocks → fields; `outline`: which heading they stand under, after `headings`, `pills` and `run_on` set it right
records       which of them repeat as ideas: `grouping` within one section, `details` told in two places, `bare_pages`
              without any field (`bare_lists`, `bold_titles`); and which are left out (`titles`)
reading       a record → an idea: `people` and `names`, `sizes`, `languages`
page_facts    what a page says beyond its ideas
importing     the whole way, from text to `Imported` (`findings`); `explaining` and `plain_data` tell it

drafting      `Imported` → a catalogue file to review; `drift`, `merging`, `alignment`: what changed since
"""
