"""Nothing that stands in a catalogue or is typed can inject HTML, a live script link or a mention, in either face."""

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_catalogue import NOW, Talk, organisation

from bot.catalogue.model import Catalogue, Link, Nick, Person
from bot.markup import LINKABLE, Markup, link, strong, text
from bot.matrix.content import answer, notice, permalink, reminder
from bot.messages import Message, Reply
from bot.phrasing import choice, names

pytestmark = pytest.mark.slow

TAGS = {"strong", "code", "a", "br", "ol", "li"}
VICIOUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "</code></li></ol><h1>big</h1>",
    "@room now",
    "@ROOM",
    "&lt;b&gt;",
    "[x](javascript:alert(1))",
    "https://matrix.to/#/@ada:example.org",
    "https://matrix.to/#/%40ada:example.org",
    "https://app.example.org/#/user/@ada:example.org",
    "matrix:u/ada:example.org?action=chat",
    "MATRIX:user/ada:example.org",
    "@ada:example.org",
    "(@ada:example.org), @brook:[::1]:8448",
    "\u202eesrever\u202c",
    "two\nlines\r\nand \x00 more",
    "“quoted”",
]
WORDS = st.one_of(st.sampled_from(VICIOUS), st.text(min_size=1, max_size=60).filter(str.strip))
ADDRESSES = st.sampled_from(
    [
        "https://matrix.to/#/@ada:example.org",
        "https://MATRIX.TO/#/%40ada:example.org",
        "https://app.element.io/#/user/@ada:example.org",
        "https://example.org/\"><script>alert(1)</script>",
        "https://[broken",
        "mailto:a@example.org",
        "https://matrix.to/#/#harbour:example.org",
    ]
)  # fmt: skip


MENTION = re.compile(
    r"(?<![\w.+-])@[^\s:@\u2060]+:[^\s:]|matrix\.to/?#/*(@|%40)|matrix\.to/#/(@|%40)|matrix:/*u(ser)?/|#/*user/(@|%40)",
    re.IGNORECASE,
)
"""What clients make a mention of though it is mere text: a person's Matrix address, bare or in a link."""


class Reading(HTMLParser):
    """What a client would show, and all it would act on."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.shown = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in {"br", "li"}:
            self.shown += "\n"
        if tag != "br":
            self.open.append(tag)
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("ol", "start")}
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.shown += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")


def harmless(body: Markup) -> None:
    reading = Reading(body.html)
    assert set(reading.tags) <= TAGS
    assert not reading.open
    for address in reading.links:
        assert urlsplit(address).scheme in LINKABLE
        assert not re.search(r"#/*(user/)?(@|%40)", address, re.IGNORECASE)
    for face in (body.plain, reading.shown):
        assert not MENTION.search(face)
        assert not re.search(r"@room\b", face, re.IGNORECASE)
        assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in face)
        assert not set(face) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("words", VICIOUS)
@pytest.mark.parametrize("verb", ["!idea", "!ideas", "!mentor", "!deadlines", "!faq", "!help", "!apply", ""])
def test_typed_words_come_back_harmless(verb: str, words: str) -> None:
    reply = Talk().reply(f"{verb} {words}", direct=True)
    assert reply is not None
    harmless(reply.body)


@given(WORDS)
def test_words_that_are_quoted_back_are_harmless(words: str) -> None:
    harmless(choice.nothing(words, (), (), "!"))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS, name=WORDS, prose=WORDS, url=ADDRESSES, number=st.integers(1, 3))
def test_whatever_stands_in_a_catalogue_is_harmless(title: str, name: str, prose: str, url: str, number: int) -> None:
    for reply in replies(vicious(title, name, prose, url), number):
        harmless(reply.body)


def vicious(title: str, name: str, prose: str, url: str) -> Catalogue:
    """The small page with these in every place for words; made without validation, which would refuse some."""
    home = organisation()
    person = Person(name=name, nicks=(Nick(name=name, network=name),))
    fields = {"title": title, "level": name, "size": prose, "summary": prose, "note": prose}
    more = {"url": url, "languages": (name,)}
    ideas = tuple(idea.model_copy(update=fields | more) for idea in home.ideas)
    place = Link.model_construct(label=name, url=url)
    contact = home.contact.model_copy(update={"how": prose, "places": (place, place)})
    question = home.questions[0].model_copy(update={"topic": title, "answer": prose})
    date = home.dates[0].model_copy(update={"name": title})
    changes = {
        "organisation": name,
        "ideas": ideas,
        "people": dict.fromkeys(home.people, person),
        "contact": contact,
        "apply": (prose,),
        "propose": (prose,),
        "questions": (question,),
        "dates": (date,),
        "aliases": ("harbour",),
    }
    return Catalogue.model_construct(organisations=(home.model_copy(update=changes),), programmes=())


def replies(known: Catalogue, number: int) -> list[Reply]:
    """The answers to one of everything."""
    talk = Talk(known)
    asked = [
        "!ideas",
        f"!idea {number}",
        f"!mentor {number}",
        "!deadlines",
        "!apply",
        "!propose",
        "!faq",
        "!faq interview",
    ]
    found = [talk.reply(words) for words in asked]
    assert all(found)
    assert not any(reply and "Something broke" in reply.body.plain for reply in found)
    return [reply for reply in found if reply]


@pytest.mark.parametrize("words", [words for words in VICIOUS if MENTION.search(words)])
def test_a_persons_address_in_a_text_can_still_be_read(words: str) -> None:
    assert len([w for w in VICIOUS if MENTION.search(w)]) == 7
    assert text(words).plain.replace("\u2060", "") == words


@pytest.mark.parametrize(
    "words", ["ada@example.org: write", "ssh ada@example.org:22", "@ada", "matrix:r/harbour:example.org"]
)
def test_what_is_no_mention_stays_as_it_is(words: str) -> None:
    assert text(words).plain == words


def test_an_address_that_is_no_persons_is_not_touched() -> None:
    url = "https://example.org:8080/@ada:80/x"
    assert link(url) == Markup(url, f'<a href="{url}">{url}</a>', url)


@given(WORDS, WORDS)
def test_nobody_is_pinged_by_an_event_whatever_it_says(words: str, asked: str) -> None:
    question = Message("$1", "!quay:example.org", "@ada:example.org", asked, NOW, thread="$0")
    for content in (answer(text(words), question), reminder(strong(words)), notice(text(words))):
        assert content["m.mentions"] == {}
        assert not MENTION.search(content["body"])


@pytest.mark.parametrize("url", ["https://matrix.to/#/@ada:example.org", "https://matrix.to/#/%40ada:example.org"])
def test_a_personal_matrix_address_is_no_link(url: str) -> None:
    shown = names.address(url, "Ada")
    assert shown.html == "Ada"
    assert "matrix.to" not in names.address(url).plain


def test_a_room_of_the_organisation_stays_a_link() -> None:
    assert "href" in names.address("https://matrix.to/#/#harbour:example.org", "room").html


def test_a_link_to_a_message_is_no_mention() -> None:
    address = permalink("!harbour:example.org", "$a/b+c?d")
    assert address == "https://matrix.to/#/!harbour:example.org/$a%2Fb%2Bc%3Fd"
    harmless(link(address, "Answered above"))
    assert "href" in link(address).html
