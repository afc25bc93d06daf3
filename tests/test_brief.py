"""Answers of three lines and 400 bytes: what stays, what goes, and that nothing is broken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.brief import BYTES, LATER, LINES, Fitted, fitted, shortened
from bot.markup import aside, blocks, code, entries, instead, joined, later, lines, link, numbered, strong, text

URL = "https://pages.example.org/ideas#lighthouse"
LONG = "It blinks for ships that pass at night and stays dark for those that do not. " * 8
WORDS = st.text(st.characters(codec="utf-8"), max_size=600).map(lambda words: text(words).brief)
ROWS = st.lists(st.one_of(WORDS, WORDS.map(lambda words: LATER + words), st.just(URL)), max_size=12)


def within(said: str) -> bool:
    return len(said.splitlines()) <= LINES and len(said.encode()) <= BYTES


def test_what_is_short_stays_as_it_is() -> None:
    assert fitted(f"One.\nTwo.\n{URL}") == Fitted(f"One.\nTwo.\n{URL}")
    assert fitted("Alone.").words == "Alone."
    assert fitted("").words == ""


def test_the_first_row_leads_and_the_address_ends_it_whole() -> None:
    first, _, last = fitted(f"Lighthouse: intermediate\n{LONG}\n{LONG}\n{URL}").words.split("\n")
    assert (first, last) == ("Lighthouse: intermediate", URL)


def test_many_rows_share_a_line_as_sentences_or_with_a_dot_between() -> None:
    said = fitted(f"Lead\nA sentence.\nno sentence\nthe last\n{URL}").words
    assert said == f"Lead\nA sentence. no sentence · the last\n{URL}"


def test_rows_that_can_wait_go_behind_the_others_and_are_shortened_first() -> None:
    said = fitted(f"Lead\n{LATER}{LONG}\nMentors: Ada and Brook.\n{URL}").words
    assert said.split("\n")[1].startswith("Mentors: Ada and Brook. It blinks for ships")
    assert said.split("\n")[1].endswith(" …")


def test_prose_is_cut_behind_a_sentence_where_that_leaves_enough_else_behind_a_word() -> None:
    assert shortened("One sentence here. Another one that is long.", 36) == "One sentence here. …"
    assert shortened("One. Another one that is much longer than the first.", 36) == "One. Another one that is much…"
    assert shortened("A list: of, things", 12) == "A list…"


def test_what_is_to_be_typed_stays_in_one_piece() -> None:
    brief = joined([text("Ask for one, such as"), code("faq criu who can take part") + "."]).brief
    assert shortened(brief, 40) == "Ask for one, such as…"
    assert fitted(brief).words == "Ask for one, such as faq criu who can take part."


def test_a_list_stands_in_one_line_behind_what_announces_it() -> None:
    body = blocks([strong("3 ideas"), numbered([text("First"), text("Second"), text("Third")])])
    assert fitted(body.brief) == Fitted("3 ideas: 1 First · 2 Second · 3 Third", 3)


def test_a_list_that_goes_on_says_how() -> None:
    body = blocks([text("9 ideas"), numbered([text("First"), text("Second")], 4)])
    assert fitted(body.brief, "more: !more", 9) == Fitted("9 ideas: 4 First · 5 Second · more: !more", 5)
    assert fitted(body.brief, "more: !more", 5) == Fitted("9 ideas: 4 First · 5 Second", 5)


def test_the_entries_of_a_list_are_shortened_evenly_before_one_is_left_out() -> None:
    body = blocks([text("8 ideas"), numbered([text(f"Idea {n} {LONG}") for n in range(8)])])
    said, shown = fitted(body.brief, "more: !more", 8).words, fitted(body.brief, "more: !more", 8).shown
    assert shown == 8
    assert said.count("…") == 8
    body = blocks([text("20 ideas"), numbered([text(f"Idea {n} {LONG}") for n in range(20)])])
    brief = fitted(body.brief, "more: !more", 20)
    assert brief.shown
    assert 6 <= brief.shown < 20
    assert f" · {brief.shown} Idea {brief.shown - 1} It blinks" in brief.words
    assert brief.words.endswith(" · more: !more")


def test_a_title_without_blanks_is_cut_behind_a_letter_rather_than_left_out() -> None:
    titles = [text("容器检查点的管理工具" * 5) for _ in range(9)]
    said = fitted(blocks([text("9 ideas"), numbered(titles)]).brief, "more: !more", 9).words
    assert said.startswith("9 ideas: 1 容器检查点的管理工具… · 2 ")


def test_a_list_without_numbers_that_can_be_typed_shows_that_it_goes_on() -> None:
    body = lines([text("Pages:"), entries([f"Page {n}: {LONG}" for n in range(20)]), link(URL)])
    said = fitted(body.brief).words
    assert said.endswith(f" · …\n{URL}")


def test_an_address_that_is_too_long_loses_its_mark_or_is_left_out() -> None:
    anchor = "https://pages.example.org/ideas"
    assert fitted(f"Lead\n{anchor}#{'x' * 400}").words == f"Lead\n{anchor}"
    assert fitted(f"Lead\nhttps://pages.example.org/{'x' * 400}").words == "Lead"


def test_a_remark_before_the_last_address_goes_before_the_address_does() -> None:
    assert fitted(f"Lead\nAll dates: {URL}").words == f"Lead\nAll dates: {URL}"
    assert fitted(f"Lead\n{LONG[:140]}: {URL}").words == f"Lead\n{LONG[:140]}: {URL}"
    assert fitted(f"Lead\n{LONG}: {URL}").words == f"Lead\n{URL}"


def test_what_is_left_out_or_said_otherwise_is_so_in_this_face_alone() -> None:
    body = joined([text("Known"), aside("since long"), instead("by everybody", "by all")])
    assert (body.plain, body.brief) == ("Known since long by everybody", "Known by all")
    assert body.html == "Known since long by everybody"
    assert later("Waits").plain == "Waits"


@given(ROWS, st.sampled_from(["", "more: !more"]), st.integers(0, 100))
def test_whatever_is_said_fits(rows: list[str], more: str, total: int) -> None:
    said = fitted("\n".join(rows), more, total).words
    assert within(said)
    assert fitted(said).words == said


@given(st.lists(WORDS, max_size=30), WORDS, st.integers(0, 40))
def test_whatever_is_listed_fits_and_what_is_shown_stands_there(titles: list[str], head: str, total: int) -> None:
    brief = fitted(blocks([text(head), numbered(map(text, titles)), text(URL)]).brief, "more: !more", total)
    assert within(brief.words)
    assert brief.shown is None or re.search(rf"(^|\s){brief.shown}(\s|$)", brief.words)


@given(st.lists(st.text("abcdefgh.,", min_size=1, max_size=12), min_size=1, max_size=120), st.integers(20, 400))
def test_no_word_is_broken(words: list[str], most: int) -> None:
    said = shortened(" ".join(words), most)
    assert len(said.encode()) <= most
    for kept, word in zip(said.removesuffix("…").rstrip().split(" "), words, strict=False):
        assert word.rstrip(",") == kept.rstrip(",")


@given(WORDS, st.integers(8, 400))
def test_shortening_again_changes_nothing(words: str, most: int) -> None:
    said = shortened(words, most)
    assert shortened(said, most) == said
