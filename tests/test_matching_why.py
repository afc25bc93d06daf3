"""`!why`: how the last answer came about, in a room and in the terminal."""

from datetime import timedelta

from matching_setup import shipped, shipped_matcher
from small_catalogue import NOW, Talk

from bot.cli.ask import ask_once
from bot.conversation import KEEP


def talk() -> Talk:
    return Talk(shipped())


def test_it_names_the_field_of_each_word_and_what_was_corrected() -> None:
    room = talk()
    room.say("!idea fanotfy mount")
    told = room.say("!why").splitlines()
    assert told[0] == "You asked “fanotfy mount”, which I took for one idea."
    assert told[1] == "Implement fanotify (gVisor 2021): “fanotfy” read as “fanotify” (title); “mount” (keywords)."
    assert told[2].startswith("Score ")
    assert "good enough" in told[2]
    assert "Next: " in told[2]


def test_it_tells_what_kept_an_idea_from_being_an_answer() -> None:
    room = talk()
    room.say("!idea kernel teapot marmalade")
    told = room.say("!why")
    assert "It says nothing of" in told
    assert "“marmalade”" in told
    assert "too little" in told


def test_it_names_the_person_whom_the_words_mean() -> None:
    room = talk()
    room.say("!mentor elmarco")
    assert room.say("!why").endswith("The words name Marc-André Lureau.")


def test_a_sentence_that_was_not_understood_is_explained_as_such() -> None:
    room = talk()
    room.say("a teapot of marmalade", direct=True)
    assert "which I took for nothing that I know." in room.say("!why", direct=True)


def test_it_is_the_asker_s_own_last_question_in_this_room() -> None:
    room = talk()
    room.say("!idea fanotify", sender="@ada:example.org")
    room.say("!idea virtiofsd", sender="@bob:example.org")
    assert "“fanotify”" in room.say("!why", sender="@ada:example.org")
    assert room.say("!why", sender="@ada:example.org", room="!other").startswith("There is no answer to explain")


def test_a_question_of_long_ago_is_forgotten() -> None:
    room = talk()
    room.say("!idea fanotify")
    assert room.say("!why", NOW + KEEP + timedelta(seconds=1)).startswith("There is no answer to explain")


def test_an_answer_that_was_not_looked_for_says_where_it_came_from() -> None:
    room = talk()
    room.say("!apply qemu")
    assert room.say("!why") == "That came from !apply; no idea had to be looked for by its words."


def test_asking_why_twice_explains_the_same_question() -> None:
    room = talk()
    room.say("!idea fanotify")
    assert room.say("!why") == room.say("!why")


def test_the_terminal_explains_below_the_answer() -> None:
    plain, told = (ask_once("who mentors virtiofsd?", shipped(), NOW, explain=each) for each in (False, True))
    assert told.startswith(plain)
    assert "which I took for a question about mentors." in told[len(plain) :]


def test_an_explanation_agrees_with_the_answer() -> None:
    matcher = shipped_matcher()
    for words in ("fanotify", "io uring", "rdp server", "sandbox for virtiofsd"):
        why, verdict = matcher.explain(words), matcher.idea(words)
        assert why.first == verdict.matches[0]
        assert why.enough


def test_a_list_of_filters_is_explained_by_them_and_not_by_an_idea() -> None:
    said = talk()
    said.say("!ideas rust 175h", direct=True)
    told = said.say("!why", direct=True)
    assert "Filters: Rust and 175 hours.\n3 ideas meet them." in told
    assert "Score" not in told


def test_of_a_list_only_what_was_listed_is_explained() -> None:
    said = talk()
    listed = said.reply("!ideas qemu vsock", direct=True)
    assert listed is not None
    told = said.say("!why", direct=True)
    assert any(told.splitlines()[2].startswith(idea.title) for idea in listed.named.ideas)


def test_a_corrected_filter_is_shown_as_corrected() -> None:
    said = talk()
    said.say("!ideas qeum", direct=True)
    assert "Filters: QEMU (“qeum” read as it)." in said.say("!why", direct=True)
