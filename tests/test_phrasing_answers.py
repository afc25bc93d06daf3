"""What answers say about ideas, mentors, dates and pages: the point first, the link last, and no more than is known."""

from datetime import UTC, date, datetime

import pytest
from small_catalogue import Talk, organisation, programme, silent_organisation

from bot.catalogue.model import Catalogue, Idea, Organisation, Person, Status
from bot.config import RoomSettings
from bot.matching.verdict import Aspect
from bot.phrasing import choice, deadlines, help, hints, listing, mentor, names, page  # noqa: A004
from bot.phrasing import idea as phrasing

HARBOUR, QUAY = organisation(), silent_organisation()
LIGHTHOUSE, FOGHORN, BUOY = HARBOUR.ideas
CRANE = QUAY.ideas[0]


def told(idea: Idea, home: Organisation = HARBOUR, aspect: Aspect | None = None) -> list[str]:
    return phrasing.found(idea, home, aspect).plain.splitlines()


# ---- one idea


def test_an_idea_begins_with_title_organisation_season_and_facts_and_ends_with_its_link() -> None:
    rows = told(LIGHTHOUSE)
    expected = "Rewrite the lighthouse controller (Harbour 2031): intermediate, 175 hours, Rust, C as a plus"
    assert rows[0] == expected
    assert rows[1] == LIGHTHOUSE.summary
    assert rows[2] == "Mentors: Ada Lovelace and Brook Field. Ask in public: harbour list: list@harbour.example.org"
    assert rows[-1] == "https://harbour.example.org/ideas"


def test_an_idea_that_is_not_open_says_so_before_all_else_and_why_later() -> None:
    rows = told(FOGHORN)
    assert rows[0].startswith("Suspended: Tune the foghorn scheduler (Harbour 2031)")
    assert "Nobody can mentor it now." in rows


def test_what_the_page_does_not_state_is_said_to_be_missing() -> None:
    assert told(CRANE, QUAY)[0].endswith(": no level, no size and no language stated")


def test_a_page_without_mentors_is_admitted_with_a_place_to_ask() -> None:
    assert "The page names no mentor. Ask in public: harbour list: list@harbour.example.org" in told(FOGHORN)
    assert "Cleo" not in "\n".join(told(FOGHORN))


def test_mentors_of_the_whole_page_are_said_to_be_that() -> None:
    assert told(CRANE, QUAY)[2].startswith(
        "Mentors named for the whole page, not for this idea: Dana Reed and Eli Stone."
    )


def test_a_placeholder_does_not_pass_on_the_templates_list_of_levels() -> None:
    level = "beginner or intermediate or advanced"
    idea = FOGHORN.model_copy(update={"status": Status.PLACEHOLDER, "level": level})
    rows = told(idea)
    assert rows[0].startswith("Only a placeholder so far: ")
    assert "beginner" not in rows[0]


def test_an_earlier_edition_is_mentioned_with_its_page() -> None:
    answer = phrasing.found(LIGHTHOUSE, HARBOUR, older=[QUAY]).plain
    assert "An earlier edition lists it too: Quay 2030: https://quay.example.org/ideas" in answer


@pytest.mark.parametrize(
    ("idea", "aspect", "first"),
    [
        (LIGHTHOUSE, Aspect.SIZE, "175 hours: Rewrite the lighthouse controller (Harbour 2031)"),
        (LIGHTHOUSE, Aspect.LEVEL, "Intermediate: Rewrite the lighthouse controller (Harbour 2031)"),
        (BUOY, Aspect.LEVEL, "Difficulty 4/5: Simulate drifting buoys (Harbour 2031)"),
        (LIGHTHOUSE, Aspect.LANGUAGES, "Rust, C as a plus: Rewrite the lighthouse controller (Harbour 2031)"),
        (LIGHTHOUSE, Aspect.STATUS, "Open: Rewrite the lighthouse controller (Harbour 2031)"),
        (FOGHORN, Aspect.STATUS, "Suspended: Tune the foghorn scheduler (Harbour 2031)"),
        (FOGHORN, Aspect.SIZE, "The page states no size; suspended: Tune the foghorn scheduler (Harbour 2031)"),
        (FOGHORN, Aspect.LEVEL, "The page states no level; suspended: Tune the foghorn scheduler (Harbour 2031)"),
    ],
)
def test_the_aspect_that_was_asked_for_stands_in_the_first_line(idea: Idea, aspect: Aspect, first: str) -> None:
    assert told(idea, aspect=aspect)[0] == first


def test_a_language_stated_only_for_the_page_is_said_to_be_that() -> None:
    home = organisation(languages=["Go"])
    assert told(home.ideas[1], home, Aspect.LANGUAGES)[0].startswith(
        "No language stated for this idea, Go for the page"
    )


def test_asked_for_the_place_or_the_mentors_they_come_first_and_once() -> None:
    rows = told(LIGHTHOUSE, aspect=Aspect.CONTACT)
    assert rows[0] == (
        "Rewrite the lighthouse controller (Harbour 2031). Ask in public: harbour list: list@harbour.example.org"
    )
    assert "Mentors: Ada Lovelace and Brook Field." in rows
    assert told(FOGHORN, aspect=Aspect.CONTACT)[0].startswith(
        "Tune the foghorn scheduler (Harbour 2031) (suspended). Ask"
    )
    rows = told(LIGHTHOUSE, aspect=Aspect.MENTORS)
    assert rows[0].startswith("Mentors: Ada Lovelace and Brook Field")
    assert sum("Ada Lovelace" in row for row in rows) == 1


# ---- choices and lists


def test_a_choice_tells_the_ideas_apart_and_how_to_take_one() -> None:
    rows = choice.several([(LIGHTHOUSE, HARBOUR), (CRANE, QUAY)], (), 2, "!").plain.splitlines()
    assert rows[1].startswith("1. Rewrite the lighthouse controller (Harbour 2031): intermediate")
    assert rows[2] == "2. Teach the crane to wait (Quay 2030)"
    assert rows[3] == "Take one by its number, such as !idea 2."


def test_nothing_found_says_so_first_and_calls_the_nearest_only_that() -> None:
    assert choice.nothing("rain", (), (), "!", person=True).plain.startswith(
        "I know neither a mentor nor an idea by “rain”."
    )
    rows = choice.nothing("rain", [(CRANE, QUAY)], [HARBOUR], "!").plain.splitlines()
    assert rows[0] == "I know no idea about “rain”."
    assert "may be something else" in rows[1]
    assert rows[-1] == "All ideas: !ideas, or Harbour 2031: https://harbour.example.org/ideas"


def test_a_list_tells_which_part_of_it_is_shown() -> None:
    rows = listing.page("9 ideas: Rust", [(LIGHTHOUSE, HARBOUR)], 9, 9, "!").plain.splitlines()
    assert rows[0] == "9 ideas: Rust (9 to 9 of 9)"
    assert rows[1].startswith("9. ")
    assert rows[2] == "!idea 9 tells of one."


@pytest.mark.parametrize(
    ("count", "understood", "expected"),
    [(1, (), "1 idea"), (2, ("Rust", "175 hours"), "2 ideas: Rust, 175 hours")],
)
def test_a_heading_tells_how_many_and_what_was_understood(
    count: int, understood: tuple[str, ...], expected: str
) -> None:
    assert listing.heading(count, understood) == expected


def test_an_empty_list_tells_what_was_understood_and_what_was_not() -> None:
    assert (
        listing.empty(("Rust",), ("foo",), "!").plain
        == "No idea fits: Rust. I know no idea, organisation or person with “foo”. "
        "All ideas: !ideas; whose they are: !organisations"
    )


def test_words_that_no_filter_and_no_idea_knows_are_said_to_be_left_out() -> None:
    assert "“foo” and “bar”" in listing.left_out(("foo", "bar")).plain
    assert not listing.left_out(())


# ---- mentors


def test_the_mentors_come_first_then_how_to_reach_them_then_how_to_ask() -> None:
    rows = mentor.of_idea(LIGHTHOUSE, HARBOUR).plain.splitlines()
    assert rows[0] == "Ada Lovelace and Brook Field mentor Rewrite the lighthouse controller (Harbour 2031)."
    assert rows[1] == "Ada Lovelace: ada@harbour.example.org, adal; Brook Field: brook on IRC"
    assert rows[2] == "How to ask: Write to the list first. harbour list: list@harbour.example.org"
    assert rows[3] == "https://harbour.example.org/ideas"


def test_without_a_mentor_the_one_who_suggested_it_is_named_as_just_that() -> None:
    rows = mentor.of_idea(FOGHORN, HARBOUR).plain.splitlines()
    assert rows[0] == "The page names no mentor for Tune the foghorn scheduler (Harbour 2031; suspended)."
    assert rows[1] == "It was suggested by Cleo Marsh, who is not thereby a mentor."


def test_page_wide_mentors_come_with_what_the_page_says_of_them() -> None:
    rows = mentor.of_idea(CRANE, QUAY).plain.splitlines()
    expected = "Dana Reed and Eli Stone mentor Quay's page as a whole, Teach the crane to wait (Quay 2030) included."
    assert rows[:2] == [expected, "Who takes which idea is settled later."]


def test_a_person_is_told_with_what_they_mentor() -> None:
    ada, brook = HARBOUR.people["ada"], HARBOUR.people["brook"]
    one = mentor.of_person(ada, [(LIGHTHOUSE, HARBOUR)], [HARBOUR], "!").plain
    assert one.startswith("Ada Lovelace mentors Rewrite the lighthouse controller (Harbour 2031).\n")
    two = mentor.of_person(brook, [(LIGHTHOUSE, HARBOUR), (BUOY, HARBOUR)], [HARBOUR], "!").plain
    assert two.startswith("Brook Field mentors 2 ideas:\n1. Rewrite")
    none = mentor.of_person(HARBOUR.people["cleo"], [], [HARBOUR], "!").plain
    assert none == "Cleo Marsh is named on the page of Harbour 2031, but mentors no idea there."
    wide = mentor.of_person(QUAY.people["dana"], [(CRANE, QUAY)], [QUAY], "!").plain
    assert wide.startswith("Dana Reed is one of the mentors whom Quay 2030 names for all its ideas.")


def test_somebody_with_very_many_ideas_gets_a_list_that_goes_on() -> None:
    answer = mentor.of_person(HARBOUR.people["brook"], [(BUOY, HARBOUR)] * 9, [HARBOUR], "!").plain
    assert "\n8. " in answer
    assert "\n9. " not in answer
    assert "!more shows the rest." in answer


def test_a_person_known_by_address_or_nick_alone_is_called_by_it() -> None:
    assert names.reachable(Person(email="x@example.org")).plain == "x@example.org: x@example.org"
    assert names.reachable(Person(name="Cleo Marsh")).plain == ""


# ---- dates, through the desk


def test_what_comes_next_is_told_first_with_how_long_until_then() -> None:
    reply = Talk().reply("!deadlines harbour")
    assert reply is not None
    rows = reply.body.plain.splitlines()
    assert rows[0] == "Next (Harbour 2031): Applications close, Mon 31 March 2031, 18:00 UTC, in 30 days 6 hours."
    assert rows[1].startswith("Coding ends: Thu 28 August 2031")
    assert rows[-1] == "https://harbour.example.org/ideas"
    assert reply.named.dates == (datetime(2031, 3, 31, 18, tzinfo=UTC), date(2031, 8, 28))


def test_when_all_is_over_the_close_of_applications_comes_first_then_the_last_date() -> None:
    reply = Talk().reply("!deadlines harbour", datetime(2033, 1, 1, tzinfo=UTC))
    assert reply is not None
    rows = reply.body.plain.splitlines()
    assert rows[0] == "Harbour 2031 is over. Applications closed on Mon 31 March 2031, 18:00 UTC."
    assert rows[1] == "Last: Coding ends, Thu 28 August 2031."
    assert reply.named.dates == (datetime(2031, 3, 31, 18, tzinfo=UTC), date(2031, 8, 28))


def test_a_date_that_is_past_is_not_told_as_if_it_were_to_come() -> None:
    later = datetime(2033, 1, 1, tzinfo=UTC)
    closed = "Applications closed (Harbour 2031 is over): Mon 31 March 2031, 18:00 UTC."
    assert Talk().say("!deadlines harbour applications close", later).startswith(closed)
    between = datetime(2031, 5, 1, tzinfo=UTC)
    assert (
        Talk().say("!deadlines harbour applications close", between).startswith("Applications closed (Harbour 2031):")
    )


def test_an_idea_of_a_season_that_is_over_is_not_open_any_more() -> None:
    later = datetime(2033, 1, 1, tzinfo=UTC)
    closed = "Open on the page of Harbour 2031, but applications closed on Mon 31 March 2031: Rewrite"
    assert Talk().say("is the lighthouse still open?", direct=True).startswith("Open: Rewrite")
    assert Talk().say("is the lighthouse still open?", later, direct=True).startswith(closed)
    dateless = Catalogue(organisations=(organisation(dates=[]),), programmes=(programme(),))
    assert Talk(dateless).say("is the lighthouse still open?", later, direct=True).startswith(closed)
    unknown = Catalogue(organisations=(organisation(dates=[], programme=None),))
    assert Talk(unknown).say("is the lighthouse still open?", later, direct=True).startswith("Open: Rewrite")


def test_when_all_is_over_the_latest_of_all_is_told() -> None:
    later = datetime(2033, 1, 1, tzinfo=UTC)
    assert Talk().say("!deadlines", later).startswith("Harbour 2031 is over.")
    old = organisation(dates=[{"key": "coding-ends", "name": "Coding ends", "day": date(2031, 1, 9)}])
    known = Catalogue(organisations=(old,), programmes=(programme(),))
    assert Talk(known).say("!deadlines", later).startswith("GSoC 2031 is over.")
    assert Talk(known).say("!deadlines end of coding", later).startswith("Coding ended (Harbour 2031 is over)")


def test_a_page_without_dates_is_said_to_have_none_and_no_date_is_named() -> None:
    known = Catalogue(organisations=(organisation(dates=[]), silent_organisation()), programmes=(programme(),))
    reply = Talk(known).reply("!deadlines harbour")
    assert reply is not None
    first = reply.body.plain.splitlines()[0]
    assert first == "The page of Harbour 2031 names no dates. The dates of GSoC 2031 itself: !deadlines gsoc-2031"
    assert reply.named.dates == ()


def test_a_rooms_programme_answers_what_names_nobody_in_the_rooms_zone() -> None:
    settings = RoomSettings(room="!quay", programme="gsoc-2031", zone="Asia/Tokyo")
    reply = Talk().reply("!deadlines", settings=settings)
    assert reply is not None
    rows = reply.body.plain.splitlines()
    assert rows[0] == "Under way (GSoC 2031): Discussion period, until Sun 2 March 2031, tomorrow."
    assert "18:00 UTC (Tue 4 March, 03:00 in Asia/Tokyo)" in rows[1]
    assert "Slots due" not in reply.body.plain
    assert rows[-1].startswith("Dates from the official page, checked Thu 2 January 2031: https://summer.example.org")
    assert reply.named.dates[0] == date(2031, 3, 2)


def test_a_programme_by_name_is_told_whatever_the_room_follows() -> None:
    assert "Applications closed" in Talk().say("!deadlines gsoc-2031", datetime(2032, 1, 1, tzinfo=UTC))
    assert "GSoC 2031 is over" in Talk().say("!deadlines gsoc 2031", datetime(2032, 1, 1, tzinfo=UTC))


def test_the_date_that_was_asked_for_comes_first() -> None:
    reply = Talk().reply("!deadlines when does the coding end at harbour")
    assert reply is not None
    assert reply.body.plain.startswith("Coding ends (Harbour 2031): Thu 28 August 2031")
    assert reply.named.dates[0] == date(2031, 8, 28)


def test_a_date_that_is_not_stated_is_not_replaced_by_another() -> None:
    reply = Talk().reply(
        "!deadlines when does the coding end", settings=RoomSettings(room="!q", programme="gsoc-2031")
    )
    assert reply is not None
    assert reply.body.plain.startswith("I know no such date of GSoC 2031.")
    assert reply.named.dates == ()


def test_without_any_dates_that_is_said() -> None:
    assert Talk(Catalogue(organisations=(silent_organisation(),))).say("!deadlines") == deadlines.unknown().plain


def test_the_latest_programme_helps_out_where_no_page_states_dates() -> None:
    known = Catalogue(organisations=(silent_organisation(),), programmes=(programme(),))
    assert "GSoC 2031" in Talk(known).say("!deadlines")


# ---- pages


def test_the_steps_of_an_application_are_numbered() -> None:
    rows = page.apply(HARBOUR, "!").plain.splitlines()
    assert rows == [
        "How to apply to Harbour 2031:",
        "1. Build it.",
        "2. Write to the list.",
        "Dates: !deadlines harbour",
        "https://harbour.example.org/ideas",
    ]


def test_what_a_page_does_not_tell_is_admitted_with_how_to_ask() -> None:
    assert page.apply(QUAY, "!").plain.splitlines()[:2] == [
        "The page of Quay 2030 gives no application steps.",
        "How to ask: Ask in the chat.",
    ]
    assert page.propose(QUAY).plain.startswith("The page of Quay 2030 does not say how to propose")


def test_own_ideas_are_proposed_in_steps() -> None:
    assert page.propose(HARBOUR).plain.splitlines()[1] == "1. Mail your sketch to the list."


def test_a_question_is_answered_in_the_first_line() -> None:
    said = Talk().say("!faq harbour interview")
    assert said.splitlines() == [
        "Harbour 2031, interview: There is a short talk.",
        "https://harbour.example.org/ideas",
    ]


def test_a_question_nobody_answers_is_admitted() -> None:
    assert page.unanswered([HARBOUR]).plain.startswith("The page of Harbour 2031 does not answer that")
    assert page.unanswered([]).plain.startswith("I have no answer to that")


def test_without_an_organisation_the_possible_ones_are_named() -> None:
    assert Talk().say("!apply") == "Which organisation? Harbour or Quay. For example !apply harbour."
    assert "no organisation" in page.which([], "!", "apply").plain


def test_an_organisation_alone_gets_the_topics_of_its_page() -> None:
    assert Talk().say("!faq harbour").startswith("Harbour 2031 answers: interview")
    assert "Quay" not in Talk().say("!faq harbour")


def test_where_nothing_is_found_the_way_to_the_list_is_told() -> None:
    assert "All ideas: !ideas, or Quay 2030: https://quay" in Talk().say("!idea quay marmalade teapot")
    many = Catalogue(
        organisations=tuple(organisation(id=f"harbour-{year}", year=year) for year in (2029, 2030, 2031))
    )
    assert "whose they are: !organisations" in Talk(many).say("!idea marmalade teapot")


def test_topics_are_named_page_by_page() -> None:
    rows = Talk().say("!faq").splitlines()
    assert rows == [
        "Harbour 2031 answers: interview",
        "Quay 2030 answers no questions",
        "Ask for one, such as !faq harbour interview.",
    ]


# ---- names


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_like_a_sentence(parts: list[str], expected: str) -> None:
    assert names.listed(parts).plain == expected


def test_prose_is_cut_between_sentences_and_the_first_always_stays() -> None:
    assert names.shortened("One two. Three four. Five.", 20) == "One two. Three four."
    assert names.shortened("One two three. Four.", 5) == "One tw" + "o t…"
    assert names.shortened("Short", 5) == "Short"


def test_the_askers_words_are_cut() -> None:
    assert names.quoted("a" * 100, 10).plain == "“" + "a" * 9 + "…”"


def test_a_superseded_page_without_a_year_is_known_by_its_edition() -> None:
    home = organisation(year=None, page={"title": "Ideas", "url": "https://x.example.org", "superseded_by": "next"})
    assert names.season(home) == "Harbour, older edition"
    assert names.season(organisation(year=None)) == "Harbour"


# ---- hints


def test_hints_are_one_line_each() -> None:
    for hint in (hints.greeting("!"), hints.puzzled("!"), hints.no_such_command("x", "!"), hints.broke("7f3a2c")):
        assert hint.plain
        assert "\n" not in hint.plain
    assert hints.broke("7f3a2c").plain == "Something broke (ref 7f3a2c)."


def test_help_uses_the_rooms_prefix() -> None:
    assert "?idea WORDS" in help.overview([("idea WORDS", "one idea")], [], "?").plain


# ---- several, through the desk


def two_fields() -> Talk:
    """Harbour with a second Field, and an idea that is like another one."""
    plain = organisation().model_dump(exclude_none=True, mode="json")
    plain["people"]["cora"] = {"name": "Cora Field"}
    plain["ideas"][1]["mentors"] = ["cora"]
    twin = {"id": "beacon", "title": "Rewrite the beacon controller", "summary": "Blink less.", "mentors": ["ada"]}
    plain["ideas"].append(twin)
    return Talk(Catalogue(organisations=(organisation(**plain),)))


def test_one_person_with_several_ideas_gives_a_choice() -> None:
    reply = Talk().reply("!idea brook field")
    assert reply is not None
    assert reply.body.plain.startswith("Brook Field mentors several ideas; which one?\n1. ")
    assert reply.named.ideas == (LIGHTHOUSE, BUOY)
    assert reply.named.mentors == ()


def test_several_people_of_one_name_give_their_ideas_to_choose_from() -> None:
    talk = two_fields()
    rows = talk.say("!idea field").splitlines()
    assert rows[0] == "Brook Field and Cora Field mentor these ideas; which one?"
    assert len(rows) == 5
    assert rows[-1] == "Take one by its number, such as !idea 2."
    assert talk.say("!idea 1").startswith("Rewrite the lighthouse controller")


def test_asked_for_mentors_of_an_unclear_idea_each_is_told_with_its_own() -> None:
    talk = two_fields()
    reply = talk.reply("!mentor controller")
    assert reply is not None
    rows = reply.body.plain.splitlines()
    assert rows[0] == "Several ideas fit:"
    assert any(row.endswith("; mentors: Ada Lovelace and Brook Field") for row in rows)
    assert any(row.endswith("; mentors: Ada Lovelace") for row in rows)
    assert [person.called for person in reply.named.mentors].count("Ada Lovelace") == 1
    assert " mentor" in talk.say("!mentor 2").splitlines()[0]


def test_several_people_are_told_apart_by_what_they_mentor() -> None:
    rows = two_fields().say("!mentor field").splitlines()
    assert rows[0] == "Several people fit, Brook Field and Cora Field:"
    assert any(row.endswith("(Harbour 2031; suspended); mentors: Cora Field") for row in rows)


def test_in_a_list_of_several_a_missing_mentor_is_said_to_be_missing() -> None:
    rows = mentor.of_each([(FOGHORN, HARBOUR), (CRANE, QUAY)], (), 5, "!").plain.splitlines()
    assert rows[1].endswith("; no mentor named")
    assert rows[2].endswith("; mentors of the whole page: Dana Reed and Eli Stone")
    assert rows[3] == "!more shows the rest. For one of them: !mentor 2."


def test_people_who_mentor_nothing_are_only_named() -> None:
    people = [HARBOUR.people["ada"], HARBOUR.people["cleo"]]
    assert choice.persons(people).plain == "Several people fit: Ada Lovelace and Cleo Marsh. Give more of the name."


def test_own_ideas_need_an_organisation() -> None:
    assert Talk().say("!propose").startswith("Which organisation? Harbour or Quay.")
    assert Talk().say("!propose harbour").startswith("How to propose your own idea to Harbour 2031:")
