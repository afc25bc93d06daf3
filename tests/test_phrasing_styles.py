"""Every answer in every style: what a bridge to IRC can pass on, what needs no HTML, what a screen reader can say."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import matching_setup
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matching_setup import shipped_matcher
from small_catalogue import NOW, Talk, organisation, programme

from bot.brief import BYTES, LINES
from bot.catalogue.model import Catalogue
from bot.commands import MENU
from bot.config import Language, RoomSettings, Style
from bot.markup import Markup
from bot.messages import Reply
from bot.moved import Moved
from bot.personal import Anchor, Promise
from bot.phrasing.reminders import Sayable, words
from bot.phrasing.styles import worded
from bot.promised import personal
from bot.timeline import reminders

SPRING = datetime(2026, 3, 20, 12, tzinfo=UTC)
ASKED = {
    "organisations": ["apply {}", "propose {}", "faq {}", "faq {} interview", "deadlines {}", "ideas {}", "mentor {}"],
    "ideas": ["idea {}", "mentor {}"],
    "aspects": ["how hard is {}?", "how long is {}?", "is {} taken?", "which language is {} in?", "where do I ask about {}?"],
}  # fmt: skip
WRONG = [
    *("hello", "thanks!", "what is the weather?", "!nonsense", "!hepl", "!help nonsense", "!help wether", "who mentors it?"),
    *("!idea", "!idea snow shovel", "!idea c", "!idea 99", "!mentor", "!mentor nobody at all", "!mentor rust", "!mentor stefan"),
    *("!ideas haskell", "!ideas rust frobnicate", "!ideas page 99", "!apply", "!apply mozilla", "!propose acme"),
    *("!faq weather", "!faq do i get paid", "!deadlines mozilla", "!deadlines gsoc 2031", "!deadlines qemu midterm"),
    *("!remind", "!remind every monday x", "!remind yesterday", "!remind in 3 hours " + "x" * 600, "!remind in 9 years y"),
    *("!remind in 2 hours " + "a very long story " * 20, "!forget", "!forget 3", "!timezone bukarest", "!timezone nowhere"),
    *("!pause for ever and ever", "!skip 99", "!announce", "!announce " + "word " * 300, "!announce " + "word " * 60),
]  # fmt: skip


def settings(style: Style, **more: object) -> RoomSettings:
    """A room of the season of 2026, in that style."""
    given = {"room": "!r", "programme": "gsoc-2026", "zone": "Europe/Berlin", "style": style}
    return RoomSettings.model_validate(given | more)


@pytest.fixture(scope="module")
def shipped() -> Talk:
    """A desk with the catalogue that we ship."""
    return Talk(matching_setup.shipped(), matcher=shipped_matcher())


def questions(known: Catalogue) -> Iterator[str]:
    """All commands with all their examples, all ideas and organisations by name, and what goes wrong."""
    for command in MENU:
        yield from (f"!{words}" for words in (command.name, *command.examples, f"help {command.name}"))
    for home in known.organisations:
        yield from (f"!{words}".format(home.organisation) for words in ASKED["organisations"])
        for idea in home.ideas:
            yield from (f"!{words}".format(idea.title) for words in ASKED["ideas"])
            yield from (words.format(idea.title) for words in ASKED["aspects"])
        yield from (f"!mentor {person.called}" for person in home.people.values())
        yield from (f"!faq {home.organisation} {entry.topic}" for entry in home.questions)
    yield from WRONG


def answers(talk: Talk, style: Style) -> Iterator[tuple[str, Reply]]:
    """Each question with its answer, asked by somebody new each time, and once more by the same person."""
    for number, question in enumerate(questions(talk.desk.catalogue)):
        asker = f"@asker{number}:example.org"
        for room in (f"!a{style}{number}", f"!b{style}{number}"):
            message = {"sender": asker, "room": room, "addressed": True, "settings": settings(style)}
            if reply := talk.reply(question, SPRING, **message):
                yield question, reply
            if reply := talk.reply("!why", SPRING, **message):
                yield f"{question} !why", reply


def fits(said: Markup) -> bool:
    return len(said.plain.splitlines()) <= LINES and len(said.plain.encode()) <= BYTES and not said.html


def test_no_answer_in_a_bridged_room_has_more_than_three_lines_or_400_bytes(shipped: Talk) -> None:
    seen = 0
    for question, reply in answers(shipped, Style.COMPACT):
        seen += 1
        assert reply.body.plain.strip(), question
        assert fits(reply.body), (question, reply.body.plain)
        assert reply.attachment is None, question
    assert seen > 1_000


def test_what_a_bridged_room_hears_of_an_idea_ends_with_its_address_and_begins_with_its_title(shipped: Talk) -> None:
    for home in shipped.desk.catalogue.organisations:
        for number, idea in enumerate(home.ideas):
            message = {"sender": f"@{home.id}{number}:x", "room": f"!{home.id}{number}"}
            only = {"organisations": [home.id]}
            rows = shipped.say(f"!idea {idea.title}", SPRING, **message, settings=settings(Style.COMPACT, **only))
            first, *_, last = rows.splitlines()
            assert idea.title in first
            assert last == str(home.url_of(idea))


@pytest.mark.slow
def test_no_answer_in_a_plain_room_has_html_and_its_words_are_the_same(shipped: Talk) -> None:
    for (question, rich), (_, plain) in zip(answers(shipped, Style.RICH), answers(shipped, Style.PLAIN), strict=True):
        assert plain.body.html == "", question
        if "set" not in question:  # settings tell the style
            assert plain.body.plain == rich.body.plain, question


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.ENGLISH])
def test_an_answer_in_a_bridged_room_is_no_longer_in_another_language(shipped: Talk, language: Language) -> None:
    few = [question for question in questions(shipped.desk.catalogue) if len(question.split()) < 4]
    for number, question in enumerate(few):
        room = settings(Style.COMPACT, language=language)
        message = {"room": f"!{language}{number}", "addressed": True, "settings": room}
        if reply := shipped.reply(question, SPRING, **message):
            assert fits(reply.body), (question, reply.body.plain)


@pytest.mark.slow
def test_no_answer_leaves_its_meaning_to_an_emoji_or_to_layout(shipped: Talk) -> None:
    for style in Style:
        for question, reply in answers(shipped, style):
            for row in reply.body.plain.splitlines():
                spoken = "".join(c for c in row if unicodedata.category(c) not in {"So", "Sk", "Mn", "Cf"})
                assert re.search(r"\w", spoken), (question, row)
                assert not re.search(r"[|*_`~]{2}|\t| {2}", row.replace("__", "")), (question, row)
                named = re.sub(r"\w+ \([^)]*\)", "", row)
                assert spoken == row or not any(unicodedata.category(c) == "So" for c in named), (question, row)
                assert style is not Style.COMPACT or spoken == row.replace("\u2060", ""), (question, row)


def test_a_picture_has_its_words_beside_it(shipped: Talk) -> None:
    reply = shipped.reply("!timeline", SPRING, room="!pictures", settings=settings(Style.RICH))
    assert reply
    assert reply.attachment
    season = shipped.desk.catalogue.programme("gsoc-2026")
    assert season
    shown = [each.name for each in season.milestones if set(each.audience) & set(settings(Style.RICH).audience)]
    assert all(name in reply.body.plain for name in shown)


def test_a_list_in_a_bridged_room_goes_on_where_it_ended_and_its_numbers_take_what_they_name(shipped: Talk) -> None:
    room = {"room": "!list", "settings": settings(Style.COMPACT)}
    said, numbers, last = shipped.say("!ideas", SPRING, **room), list[int](), ""
    while "That was the whole list" not in said:
        entries = said.splitlines()[0]
        numbers += [int(number) for number in re.findall(r"(?:: |· )(\d+) ", entries)]
        last = entries
        assert numbers == list(range(1, len(numbers) + 1))
        said = shipped.say("!more", SPRING, **room)
    ideas = sum(len(home.ideas) for home in shipped.desk.catalogue.organisations)
    assert len(numbers) == ideas
    assert "more:" not in last
    title = last.split(": ")[-1].removesuffix("…")
    assert title in shipped.say(f"!idea {ideas}", SPRING, **room).splitlines()[0]


def test_a_moderators_words_are_never_cut_but_refused() -> None:
    talk, room = Talk(), settings(Style.COMPACT, programme=None)
    short, long = "word " * 40, "word " * 80
    assert talk.say(f"!announce {short}", settings=room).startswith(short.strip())
    assert "bytes too long for the bridge" in talk.say(f"!announce {long}", settings=room)
    assert talk.say(f"!announce {long}").startswith(long.strip())


def sayable(known: Catalogue) -> Iterator[tuple[Sayable, datetime]]:
    """All that is ever said unasked of these programmes, in time and late."""
    rooms = [
        settings(Style.COMPACT, programme=each.id, zone="America/Argentina/Buenos_Aires") for each in known.programmes
    ]
    for planned in reminders(known, rooms):
        yield planned, planned.due
        yield planned, planned.due + timedelta(hours=5)
        when, zone = planned.when, planned.zone
        for was in (None, when):
            yield Moved("k", "!r", planned.due, planned.due, planned.programme, "s", planned.milestone.name,
                        planned.milestone, when, was, zone), planned.due  # fmt: skip
        anchor = Anchor(planned.programme.id, planned.milestone.key, planned.lead or timedelta())
        mine = Promise("k", "@somebody-with-a-name:example.org", 1, "!r", direct=False, text="a story " * 50, due=planned.due,
                       zone="Asia/Kolkata", made=planned.due, anchor=anchor)  # fmt: skip
        yield personal(mine, known), planned.due + timedelta(days=1)


def test_no_reminder_in_a_bridged_room_has_more_than_three_lines_or_400_bytes() -> None:
    for due, now in sayable(matching_setup.shipped()):
        usual, said = words(due, now), worded(words(due, now), Style.COMPACT)
        assert fits(said), said.plain
        assert said.plain.splitlines()[-1] == usual.plain.splitlines()[-1]
        assert worded(usual, Style.PLAIN) == Markup(usual.plain)


TITLES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=3, max_size=400).filter(
    lambda title: re.search(r"\w{3}", title)
)


@pytest.mark.slow
@given(
    st.lists(TITLES, min_size=1, max_size=12, unique=True),
    st.lists(TITLES, min_size=1, max_size=9, unique=True),
    st.sampled_from(["!idea {}", "!mentor {}", "!ideas", "!ideas rust", "!more", "!organisations", "!faq", "!apply"]),
)
def test_whatever_ideas_and_mentors_are_called_the_answer_fits(titles: list[str], names: list[str], ask: str) -> None:
    people = {f"p{number}": {"name": " ".join(name.split())} for number, name in enumerate(names)}
    ideas = [
        {"id": f"idea-{number}", "title": " ".join(title.split()), "mentors": list(people), "languages": ["Rust"],
         "size": titles[0], "summary": " ".join(titles), "note": titles[-1], "status": "suspended"}
        for number, title in enumerate(titles)
    ]  # fmt: skip
    known = organisation(people=people, ideas=ideas, organisation=" ".join(titles[0].split())[:80])
    talk = Talk(Catalogue(organisations=(known,), programmes=(programme(),)))
    room = settings(Style.COMPACT, programme="gsoc-2031")
    for question in ("!ideas", ask.format(" ".join(titles[-1].split()))):
        reply = talk.reply(question, NOW, settings=room, addressed=True)
        assert reply
        assert fits(reply.body), reply.body.plain
