"""What matching must get right, each case with its reason; asked of the catalogue that ships."""

from datetime import date

import pytest
from matching_setup import key_of, shipped, shipped_matcher

from bot.matching.matcher import Matcher
from bot.matching.verdict import Aspect, Outcome, Wish

FINDS = [
    ("iouring", {"gvisor-2021/io-uring", "criu-newer/iouring"}, "an underscore is not typed"),
    ("io uring gvisor", {"gvisor-2021/io-uring"}, "a space for the underscore; the organisation chooses"),
    ("virtio fsd", {"qemu-2023/virtiofsd-sandbox"}, "a space too many"),
    ("vhostuservsock", {"qemu-2023/vsock-sibling"}, "hyphens are not typed"),
    ("c-groups v2", {"criu-older/cgroups-v2"}, "a hyphen too many"),
    ("cgroups v 2", {"criu-older/cgroups-v2"}, "a space within a version"),
    ("messagequeues", {"gvisor-2021/message-queues", "criu-newer/posix-mqueue"}, "two words as one"),
    ("`fanotify`", {"gvisor-2021/fanotify"}, "code marks"),
    ("FANOTIFY!!!", {"gvisor-2021/fanotify"}, "capitals and signs"),
    ("anonymising image files", {"criu-newer/anonymise-images"}, "British spelling and inflection"),
    ("anonymizing images", {"criu-newer/anonymise-images"}, "American spelling of the same"),
    ("fanotfiy", {"gvisor-2021/fanotify"}, "two letters swapped"),
    ("kuberntes operator", {"criu-newer/k8s-operator"}, "a letter lost"),
    ("k8s operator", {"criu-newer/k8s-operator"}, "an abbreviation everybody uses"),
    ("cntrl virtqueue", {"qemu-2023/cvq-restore"}, "vowels left out"),
    ("hola, busco algo de virtiofsd", {"qemu-2023/virtiofsd-sandbox"}, "Spanish small words say nothing"),
    ("¿hay algo sobre colas de mensajes en gvisor?", {"gvisor-2021/message-queues"}, "a Spanish phrase, translated"),
    ("Netzwerkkarten und Live-Migration", {"qemu-2023/cvq-restore"}, "a German compound, translated by its parts"),
    ("работать над удаленным рабочим столом", {"qemu-2023/rdp-server"}, "a Russian phrase in one of its cases"),
    ("rpd server", {"qemu-2023/rdp-server"}, "two letters of an abbreviation swapped"),
    ("call tre analysi", {"unikraft-2022/isr-call-tree"}, "two words misspelt of another name of it"),
    ("unikraft securty feautres", {"unikraft-2022/security"}, "a misspelt title beside its organisation"),
    ("logging", {"criu-newer/logging-engine"}, "a keyword, although it is an ordinary word"),
    ("get an alert when a folder is modified", {"gvisor-2021/fanotify"}, "other words for nearly the same"),
    ("criu io_uring", {"criu-newer/iouring"}, "another organisation has an idea of that very name"),
    ("does anyone know the project about fanotify?", {"gvisor-2021/fanotify"}, "words of every question"),
    ("optimize logging engine", {"criu-newer/logging-engine"}, "the current edition goes first; it is suspended"),
]
REFUSES = [
    ("sibling rivalry", "a title's ordinary word beside another subject"),
    ("rust on my car", "a language's name as an ordinary word"),
    ("network marketing", "half of it stands in titles"),
    ("setuid", "a correct word near `setns`"),
    ("guest list", "one word of the catalogue and a small word"),
    ("read it aloud", "an ordinary word near `cloud`"),
    ("restore an old painting", "a verb of many ideas, done to something else"),
    ("zoning laws", "the same stem as `zoned`, another word"),
    ("during", "an ordinary word near `uring`"),
    ("kubeflow pipelines", "another organisation's project"),
    ("", "nothing was typed"),
    ("?", "no word"),
    ("😀🎉", "no word either"),
    ("日本語の課題", "another script"),
    ("good morning everyone, how are you?", "chit-chat"),
    ("Traceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: 'fanotify'", "a pasted log"),
    ("somebody@example.org", "an address that nobody has"),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return shipped_matcher()


@pytest.mark.parametrize(("words", "right", "_reason"), FINDS)
def test_a_question_finds_its_idea_first(matcher: Matcher, words: str, right: set[str], _reason: str) -> None:
    verdict = matcher.idea(words)
    assert verdict.outcome is not Outcome.NOTHING
    assert key_of(verdict.matches[0].idea) in right


@pytest.mark.parametrize(("words", "_reason"), REFUSES)
def test_a_question_about_something_else_finds_nothing(matcher: Matcher, words: str, _reason: str) -> None:
    verdict = matcher.idea(words)
    assert verdict.outcome is Outcome.NOTHING
    assert verdict.matches == ()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("elmarco", "Marc-André Lureau"),
        ("marc-andre", "Marc-André Lureau"),
        ("german", "German Maglione"),
        ("Maglione German", "German Maglione"),
        ("garzarela", "Stefano Garzarella"),
        ("@sgarzare:matrix.org", "Stefano Garzarella"),
        ("avagin@gmail.com", "Andrei Vagin"),
        ("P. Tikhomirov", "Pavel Tikhomirov"),
        ("Bennee", "Alex Bennée"),
        ("alexander mihalicin", "Alexander Mikhalitsyn"),
        ("Andrey Vagin", "Andrei Vagin"),
        ("Michail Rapoport", "Mike Rapoport"),
        ("what does Warner Losh mentor?", "Warner Losh"),
    ],
)
def test_a_person_is_found_by_whatever_they_are_called(matcher: Matcher, words: str, name: str) -> None:
    verdict = matcher.mentor(words)
    assert verdict.person is not None
    assert verdict.person.name == name
    assert verdict.matches == matcher.idea(words).matches


def test_a_first_name_of_two_people_gives_a_choice(matcher: Matcher) -> None:
    verdict = matcher.mentor("alexander")
    assert verdict.outcome is Outcome.SEVERAL
    assert {person.name for person in verdict.people} == {"Alexander Mikhalitsyn", "Alexander Jung"}


def test_mentor_with_an_ideas_word_means_the_idea(matcher: Matcher) -> None:
    assert key_of(matcher.mentor("rdp").matches[0].idea) == "qemu-2023/rdp-server"


def test_the_older_edition_is_mentioned_beside_the_current_one(matcher: Matcher) -> None:
    verdict = matcher.idea("anonymise image files")
    assert verdict.outcome is Outcome.FOUND
    assert [key_of(idea) for idea in verdict.older] == ["criu-older/anonymize-images"]


def test_the_spelling_of_the_older_title_means_the_older_edition(matcher: Matcher) -> None:
    assert key_of(matcher.idea("Anonymize image files").matches[0].idea) == "criu-older/anonymize-images"


def test_the_older_edition_answers_where_only_it_is_asked(matcher: Matcher) -> None:
    verdict = matcher.idea("anonymise image files", frozenset({"criu-older"}))
    assert [key_of(match.idea) for match in verdict.matches] == ["criu-older/anonymize-images"]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("rust 175h", {"qemu-2023/libblkio-zoned", "qemu-2023/virtiofsd-sandbox", "unikraft-2022/vmms"}),
        ("qemu rust without c", {"qemu-2023/vsock-sibling", "qemu-2023/virtiofsd-sandbox"}),
        ("the easiest one at gvisor", {"gvisor-2021/setns"}),
        ("difficulty 4 out of 5", {"unikraft-2022/vmms", "unikraft-2022/embedded-drivers", "unikraft-2022/security"}),
        ("I only know Python", {"criu-newer/anonymise-images", "criu-older/anonymize-images"}),
        ("by christian brauner", {"criu-newer/pidfd"}),
        ("2021 hard", {"gvisor-2021/io-uring", "gvisor-2021/message-queues"}),
        ("qemu needing OCAML", {"qemu-2023/libnbd-rust"}),
        ("beginner friendly gvisor", {"gvisor-2021/setns"}),
        ("unikraft ideas with x86 assembly", {"unikraft-2022/security"}),
        ("short qemu projects", {"qemu-2023/cvq-restore", "qemu-2023/libblkio-zoned", "qemu-2023/virtiofsd-sandbox"}),
        ("gvisor ideas with a mentor", set()),
        ("haskell", set()),
        ("90 hours", set()),
        ("mozilla", set()),
    ],
)
def test_filters_select_all_that_fit_and_nothing_else(matcher: Matcher, words: str, right: set[str]) -> None:
    assert {key_of(idea) for idea in matcher.ideas(words).ideas} == right


def test_no_words_list_everything(matcher: Matcher) -> None:
    assert len(matcher.ideas("").ideas) == sum(len(home.ideas) for home in shipped().organisations)


@pytest.mark.parametrize(
    ("words", "wish", "aspect"),
    [
        ("how many hours is the RDP server?", Wish.IDEA, Aspect.SIZE),
        ("is fanotify still open?", Wish.IDEA, Aspect.STATUS),
        ("who mentors virtiofsd?", Wish.MENTOR, Aspect.MENTORS),
        ("where do I ask about fanotify?", Wish.IDEA, Aspect.CONTACT),
        ("which easy projects are there?", Wish.IDEAS, None),
        ("when do applications close?", Wish.DEADLINE, None),
        ("how do I apply to qemu?", Wish.APPLY, None),
        ("can I propose my own idea?", Wish.PROPOSE, None),
        ("I have an idea for gvisor that is not on your list", Wish.PROPOSE, None),
        ("comment postuler chez qemu ?", Wish.APPLY, None),
        ("what happens in the interview?", Wish.FAQ, None),
        ("who is allowed to participate at criu?", Wish.FAQ, None),
        ("when will unikraft assign the mentors?", Wish.FAQ, None),
        ("what's the mailing list of qemu?", Wish.FAQ, None),
        ("can I work with a friend on a unikraft project?", Wish.FAQ, None),
        ("help", Wish.HELP, None),
        ("thanks a lot!", Wish.NOTHING, None),
        ("when is lunch?", Wish.NOTHING, None),
    ],
)
def test_a_plain_sentence_goes_where_it_belongs(
    matcher: Matcher, words: str, wish: Wish, aspect: Aspect | None
) -> None:
    understood = matcher.understand(words)
    assert understood.wish is wish
    if aspect:
        assert understood.aspect is aspect


def test_dates_of_a_named_organisation_come_from_its_page(matcher: Matcher) -> None:
    verdict = matcher.dates("when does coding end at qemu?")
    assert verdict.named
    assert [home.id for home in verdict.organisations] == ["qemu-2023"]
    assert verdict.dates[0].when == date(2023, 8, 28)
    assert verdict.keys[0] == "coding-ends"


def test_a_named_season_is_a_programme(matcher: Matcher) -> None:
    verdict = matcher.dates("gsoc-2026")
    assert verdict.programme is not None
    assert verdict.programme.id == "gsoc-2026"


def test_a_pages_answer_is_found_by_its_keywords(matcher: Matcher) -> None:
    verdict = matcher.page("qemu coding exercise")
    assert [home.id for home in verdict.organisations] == ["qemu-2023"]
    assert verdict.questions[0][1].topic == "coding exercise"


def test_a_pages_answer_is_found_by_words_for_nearly_the_same(matcher: Matcher) -> None:
    assert matcher.page("who picks the applicants at qemu?").questions[0][1].topic == "who chooses the interns"


@pytest.mark.parametrize(
    ("words", "first", "reason"),
    [
        (
            "who mentors the io_uring project?",
            "gvisor-2021/io-uring",
            "what can be worked on goes before what cannot",
        ),
        ("impelment fnaotify", "gvisor-2021/fanotify", "a small word misspelt is still a small word"),
        ("securtiy fetaures", "unikraft-2022/security", "a title of ordinary words, misspelt"),
        ("application support", "unikraft-2022/posix-apps", "another name of small words alone"),
        ("is IOUring support still open?", "criu-newer/iouring", "a title within a sentence beats a mere word of it"),
        ("cześć, szukam informacji o RDP server", "qemu-2023/rdp-server", "Polish small words and letters"),
    ],
)
def test_the_first_idea_is_the_one_that_is_meant(matcher: Matcher, words: str, first: str, reason: str) -> None:
    assert key_of(matcher.idea(words).matches[0].idea) == first, reason


def test_an_organisation_adds_words_that_mean_the_same() -> None:
    assert shipped_matcher().idea("flibbertigibbet").outcome is Outcome.NOTHING
    found = taught(("fanotify", "flibbertigibbet")).idea("flibbertigibbet")
    assert [key_of(match.idea) for match in found.matches] == ["gvisor-2021/fanotify"]


def test_the_words_that_an_organisation_adds_lead_to_its_own_ideas_alone() -> None:
    found = taught(("io_uring", "flibbertigibbet")).idea("flibbertigibbet")
    assert [key_of(match.idea) for match in found.matches] == ["gvisor-2021/io-uring"]


def taught(*groups: tuple[str, ...]) -> Matcher:
    """The shipped catalogue, whose first organisation has these synonyms."""
    pages = shipped().organisations
    first = next(page for page in pages if page.id == "gvisor-2021")
    others = tuple(page for page in pages if page is not first)
    pages = (first.model_copy(update={"synonyms": groups}), *others)
    return Matcher(shipped().model_copy(update={"organisations": pages}))


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("criu older", ("CRIU", "older edition")),
        ("CRIU, older edition", ("CRIU", "older edition")),
        ("newer edition of criu", ("newer edition", "CRIU")),
        ("easiest rust or c++", ("Rust or C++", "easiest")),
        ("qemu vsock", ("QEMU", "“vsock”")),
    ],
)
def test_what_a_list_was_asked_for_is_named_above_it(matcher: Matcher, words: str, heading: tuple[str, ...]) -> None:
    assert matcher.ideas(words).understood == heading


def test_editions_are_filters(matcher: Matcher) -> None:
    older = [matcher.catalogue.home_of(idea) for idea in matcher.ideas("criu older").ideas]
    newer = [matcher.catalogue.home_of(idea) for idea in matcher.ideas("criu newer edition").ideas]
    assert {bool(home.page.superseded_by) for home in older} == {True}
    assert {bool(home.page.superseded_by) for home in newer} == {False}


@pytest.mark.parametrize(
    "text",
    [
        "npm ERR! code ERESOLVE npm ERR! Found: react@18.2.0",
        "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
    ],
)
def test_the_output_of_a_package_manager_is_no_question(matcher: Matcher, text: str) -> None:
    assert matcher.understand(text).wish is Wish.NOTHING
    assert matcher.idea(text).outcome is Outcome.NOTHING
