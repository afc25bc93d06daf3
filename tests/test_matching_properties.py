"""What holds of matching whatever is typed: slips, strange input, and ideas that are added."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_setup import key_of, shipped, shipped_matcher

from bot.catalogue.model import Catalogue, Organisation
from bot.matching.matcher import Matcher
from bot.matching.normalise import tokens
from bot.matching.verdict import Outcome

pytestmark = pytest.mark.slow

MATCHER = shipped_matcher()
DISTINCTIVE = [
    ("fanotify", "gvisor-2021/fanotify"),
    ("virtiofsd", "qemu-2023/virtiofsd-sandbox"),
    ("virtqueue performance", "qemu-2023/svq-performance"),
    ("hugetlbfs", "criu-older/post-copy-shmem"),
    ("libblkio", "qemu-2023/libblkio-zoned"),
    ("Kubernetes operator", "criu-newer/k8s-operator"),
    ("vhost-user-vsock", "qemu-2023/vsock-sibling"),
    ("FreeBSD emulation", "qemu-2023/freebsd-user"),
    ("Synchronization SMP", "unikraft-2022/smp-sync"),
    ("Anonymise image", "criu-newer/anonymise-images"),
    ("io_uring gvisor", "gvisor-2021/io-uring"),
]
ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü", "y": "ý", "n": "ñ", "s": "š"}


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    """A distinctive title word with one slip in its longest word, and the idea it belongs to."""
    text, idea = draw(st.sampled_from(DISTINCTIVE))
    longest = max(text.split(), key=len)
    place = draw(st.integers(1, len(longest) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    kind = draw(st.sampled_from(["swap", "lose", "double", "replace", "case", "accent"]))
    head, at, tail = longest[:place], longest[place], longest[place + 1 :]
    word = {
        "swap": head + tail[:1] + at + tail[1:],
        "lose": head + tail,
        "double": head + at + at + tail,
        "replace": head + letter + tail,
        "case": longest.swapcase(),
        "accent": head + ACCENTS.get(at, at) + tail,
    }[kind]
    return text.replace(longest, word), idea


@given(slipped())
@settings(max_examples=4000, deadline=None)
def test_one_slip_in_a_distinctive_title_word_keeps_the_idea_in_the_first_three(case: tuple[str, str]) -> None:
    text, idea = case
    verdict = MATCHER.idea(text)
    offered = [match.idea for match in (*verdict.matches, *verdict.near)][:3]
    assert idea in [key_of(each) for each in offered]


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("virtiofsdsandbox", "qemu-2023/virtiofsd-sandbox"),
        ("virtio fsd", "qemu-2023/virtiofsd-sandbox"),
        ("fano tify", "gvisor-2021/fanotify"),
        ("shadowvirtqueue", "qemu-2023/svq-performance"),
        ("smpsynchronization", "unikraft-2022/smp-sync"),
        ("kubernetesoperator", "criu-newer/k8s-operator"),
        ("lib blkio", "qemu-2023/libblkio-zoned"),
    ],
)
def test_a_space_lost_or_added_keeps_the_idea_in_the_first_three(text: str, idea: str) -> None:
    assert idea in [key_of(match.idea) for match in MATCHER.idea(text).matches[:3]]


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_verdict_from_every_question(text: str) -> None:
    assert (MATCHER.idea(text).outcome is Outcome.NOTHING) == (not MATCHER.idea(text).matches)
    MATCHER.mentor(text)
    MATCHER.ideas(text)
    MATCHER.dates(text)
    MATCHER.page(text)
    MATCHER.understand(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\u202e\u2066",
        "a" * 1_000_000,
        "fanotify " * 100_000,
        "@" * 4_000,
        "a_" * 3_000,
        "🙂" * 3_000,
    ],
)
def test_empty_huge_and_weird_text_is_survived(text: str) -> None:
    assert len(MATCHER.idea(text).matches) <= 6
    assert len(MATCHER.mentor(text).matches) <= 6
    MATCHER.ideas(text)
    MATCHER.dates(text)
    MATCHER.page(text)
    MATCHER.understand(text)


def stranger(words: list[str]) -> Organisation:
    """An organisation whose one idea has these words."""
    title = " ".join(words)
    return Organisation.model_validate(
        {
            "id": "zz-stranger",
            "organisation": "Xyqqz",
            "about": title,
            "page": {"title": "Xyqqz", "url": "https://xyqqz.example.org/"},
            "contact": {"how": "Xyqqz."},
            "ideas": [{"id": "xyqqz", "title": title, "summary": title}],
        }
    )


def grown_by(words: list[str]) -> Matcher:
    """The shipped catalogue with one idea more."""
    return Matcher(Catalogue(organisations=(*shipped().organisations, stranger(words))))


NAMES = st.lists(st.text("bcdfghjkvwxz", min_size=8, max_size=12).map("{}q".format), min_size=3, max_size=8)
ASKED = [
    "message queues",
    "virtqueue",
    "io_uring",
    "rust bindings",
    "checkpoint restore",
    "security",
    "rust vmm crates",
    "post-copy migration of shared memory",
    "kubernetes",
]
KNOWN = sorted({token.text for home in shipped().organisations for i in home.ideas for token in tokens(i.summary)})
KNOWN_OR_ASKED = st.sampled_from(KNOWN) | st.sampled_from(sorted({word for text in ASKED for word in text.split()}))


@given(NAMES, st.sampled_from(ASKED))
@settings(max_examples=25, deadline=None)
def test_an_unrelated_idea_never_changes_who_wins(words: list[str], question: str) -> None:
    before = [(match.idea.id, match.score) for match in MATCHER.idea(question).matches]
    assert [(match.idea.id, match.score) for match in grown_by(words).idea(question).matches] == before


@given(NAMES, st.lists(KNOWN_OR_ASKED, min_size=1, max_size=6), st.sampled_from(ASKED))
@settings(max_examples=40, deadline=None)
def test_an_idea_that_shares_words_with_others_never_changes_which_of_those_comes_first(
    words: list[str], shared: list[str], question: str
) -> None:
    before = [key_of(match.idea) for match in MATCHER.idea(question).matches]
    verdict = grown_by(shared + words).idea(question)
    after = [match.idea.id for match in verdict.matches if match.idea.id != "xyqqz"]
    kept = [key.partition("/")[2] for key in before]
    assert after[:1] == kept[:1]
    assert [name for name in after if name in kept] == [name for name in kept if name in after]
