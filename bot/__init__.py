"""Mentorix: a Matrix bot that answers questions about project ideas and reminds of deadlines.

The map of the house, from the roof to the ground. Imports go down only; `.importlinter` holds the house to it.

    cli           the door: `mentorix login`, `run`, `check`, `chat`, `ask`, …; arguments in, exit code out
    app           opens what the bot stands on, starts it and stops it
    assembly      the join: builds each part once, and hands it whom it needs
    parts         those which go on for as long as the bot runs

    matrix        Matrix: reading, sending, rooms, session
    storage       the database: the reminders' ledger, the sync position, the rooms
    scheduler     the alarm clock
    files         catalogue and configuration, read from disk
    web           pages, fetched from public addresses only
    data_folder   the private folder with session and lock
    logs          how logging is set up
    clock         the time, as the system tells it

    reminding     what is to be said when, kept in step: dates, promises, the alarm clock
    transcript    conversations as text files, played at the desk
    attending     messages and reactions attended to: desk, clerk, counts, and a limit to what is said
    upkeep        how the bot does, and its catalogue read anew, for those who run it
    clerk         what an answer promises is done before it is said
    signs         what a reaction does
    weekly        the operators hear of the week, and accept other names of ideas
    knowledge     the catalogue and its desk, renewed when the files change

    dispatch      a message → a reply; errors become words here
    delivery      due → said once → written down
    watch         a daily look at the pages that the catalogue comes from
    registry      who asked to be reminded of what, who lives in which zone, which rooms are paused or set
    permits       who may do what: moderators by power level, operators by the configuration
    pinboard      digests that are pinned, and kept up to date
    roster        which mentors are away or take no more applicants
    tally         how often what was asked for, never by whom
    meaning       which command a message means
    menu          finding a word on the menu
    commands      one file is one command; the menu in the order of `!help`
    rehearsal     what a rehearsed season has said, and what in it is a reason to look again
    conversation  what a number, "more" or "it" refers to, for minutes
    mentors       which mentor somebody speaks of
    almanac       a programme's dates as a calendar file
    drawing       a season as a picture
    phrasing      all wording for people
    moved         rooms that follow a programme, and what they hear when its dates move
    promised      what a person asked for, by the dates as they are now
    bridges       who writes over a bridge, and so which style suits a room
    matching      what somebody means: an idea, a person, a filter, a date, a page
    importer      a published page → blocks → ideas → a draft to review; what changed on it since
    timeline      dates and rooms → what is due when, for which room
    when          "in 3 hours", "fri 17:00", "2 days before the deadline" → an instant

    messages      Message in, Reply out
    config        what an operator can set
    whereabouts   which rooms the bot is in or was put out of
    account       its session
    deeds         what an answer does beside being said
    personal      what people asked for themselves
    settings      what a room can set, in the file or by its moderators
    quiet         hours in which a room is left in peace
    absence       a mentor who is away, or full
    counts        what is counted of questions
    notes         single things to remember
    catalogue     ideas, people, pages, programmes; parsing with every fault at once
    markup        text with three faces: plain, HTML and brief
    tongue        the language of the answer being made; `locales` has its sentences
    calm          who asks too much waits
    picks         reactions that choose from a list
    brief         answers of three lines, for bridges
    errors        by who must hear them
    public_addresses  which IP addresses belong to the public internet

Above stand the walls, `matrix` to `logs`: each knows one foreign power, and they do not know one another. The inner
rooms below them know no network, database or scheduler and no clock: `now` is an argument.

A question goes matrix → dispatch → commands → matching → phrasing, and its reply back through matrix. A reminder goes
catalogue → timeline → delivery → phrasing → matrix; `scheduler` only wakes. `mentorix chat` and `ask` use the
same desk as a room.
"""

__version__ = "0.1.0"
