"""Answers in other languages than English: the message files, and what is said with them."""

import ast
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given
from hypothesis import strategies as st
from matching_setup import shipped
from small_catalogue import NOW, organisation

from bot.catalogue.model import Catalogue, Programme
from bot.commands import MENU
from bot.config import Language, RoomSettings, Style
from bot.delivery.ledger import Entry, Standing, told
from bot.delivery.revision import notices
from bot.dispatch import Desk
from bot.locales.__main__ import PACKAGE, file_of, read, renewed, template
from bot.markup import clean, filled
from bot.messages import Message as Said
from bot.moved import followers
from bot.personal import Anchor, Promise
from bot.phrasing.milestones import USUAL
from bot.phrasing.reminders import words
from bot.phrasing.times import day, moment, short_day, span, until
from bot.promised import personal
from bot.timeline import reminders
from bot.tongue import ENGLISH, LOCALES, _, ngettext, npgettext, speaking, spoken

OTHERS = [language for language in Language if language != ENGLISH]


@pytest.fixture(scope="module")
def english() -> Catalog:
    return template()


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return shipped()


def translated(language: str) -> list[tuple[Message, str, str]]:
    """Each English sentence with its translation."""
    return [
        (message, source, said)
        for message in read(language)
        if message.id
        for source, said in zip(each(message.id), each(message.string), strict=False)
        if said
    ]


def each(words: str | Sequence[str] | None) -> list[str]:
    return [words] if isinstance(words, str) else list(words or ())


def places(sentence: str) -> set[str]:
    return {name for _words, name, _format, _conversion in Formatter().parse(sentence) if name is not None}


# ---------------------------------------------------------------------------------------------- the message files


def test_each_language_that_a_room_can_choose_has_a_message_file_and_no_other() -> None:
    assert {file.name for file in (PACKAGE / LOCALES).iterdir() if (file / "LC_MESSAGES").is_dir()} == set(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_file_is_in_step_with_the_sources(language: str, english: Catalog) -> None:
    assert file_of(language).read_bytes() == renewed(language, english), "bring it in step with `make messages`"


def test_all_that_the_sources_say_through_the_functions_of_the_tongue_is_found(english: Catalog) -> None:
    """Also within f-strings, which Babel does not look into; and nothing is put together before it is looked up."""
    found = {source for message in english for source in each(message.id)}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            counted = {"_": 1, "N_": 1, "ngettext": 2, "npgettext": 3}.get(node.func.id, 0)
            for argument in node.args[:counted]:
                where = f"{file}:{node.lineno}"
                assert not isinstance(argument, ast.JoinedStr | ast.BinOp), where
                if isinstance(argument, ast.Constant) and node.func.id != "npgettext":
                    assert argument.value in found, where


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_sentence_and_can_be_filled(language: str) -> None:
    for _message, source, said in translated(language):
        assert places(said) == places(source), said
        assert filled(said, **dict.fromkeys(places(said), "x")).plain


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_pings_nobody_and_is_no_markup(language: str) -> None:
    for _message, source, said in translated(language):
        assert clean(said) == said, "no mention, no control characters, no doubled blanks"
        assert not set(said) & set("<>&@*`_") - set(source), said
        assert "http" not in said
        assert said.strip() == said


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_not_much_longer_than_its_sentence(language: str) -> None:
    for _message, source, said in translated(language):
        assert len(said) <= 2 * len(source) + 20, said


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_its_sentence_does(language: str) -> None:
    """Where sentences are put side by side, a lost full stop would run them together."""
    stops = {".": ".।", ":": ":", "?": "?"}
    for _message, source, said in translated(language):
        if source[-1] in stops:
            assert said[-1] in stops[source[-1]], said


@pytest.mark.parametrize("language", OTHERS)
def test_commands_in_a_translation_stay_english(language: str) -> None:
    for _message, source, said in translated(language):
        typed = [word for word in source.replace(",", " ").replace(".", " ").split() if word.startswith("{prefix}")]
        assert all(word.rstrip(";") in said for word in typed), said


# ---------------------------------------------------------------------------------------------- the tongue


def test_what_is_not_translated_is_said_in_english() -> None:
    with speaking("de"):
        assert _("Nobody has translated this.") == "Nobody has translated this."
        assert ngettext("{n} unheard thing", "{n} unheard things", 2) == "{n} unheard things"


def test_a_language_without_translations_is_english() -> None:
    with speaking("tlh"):
        assert (_("today"), spoken()) == ("today", "tlh")


def test_one_and_many_take_their_forms_and_a_case_may_ask_for_another() -> None:
    with speaking("de"):
        assert [ngettext("{n} day", "{n} days", n) for n in (1, 2)] == ["{n} Tag", "{n} Tage"]
        assert npgettext("in … or … ago", "{n} day", "{n} days", 2) == "{n} Tagen"


def test_the_language_is_as_before_afterwards_also_after_a_failure() -> None:
    with speaking("de"):
        with pytest.raises(RuntimeError), speaking("fr"):
            raise RuntimeError(_("today"))
        assert spoken() == "de"
    assert spoken() == ENGLISH


async def test_answers_that_are_made_at_the_same_time_do_not_mix_their_languages() -> None:
    async def said(language: str) -> str:
        with speaking(language):
            await asyncio.sleep(0)
            return _("today")

    assert list(await asyncio.gather(said("de"), said("es"), said("en"))) == ["heute", "hoy", "today"]


# ---------------------------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Tue 31 March 2026, 18:00 UTC (20:00 in Europe/Berlin)"),
        ("de", "Di., 31. März 2026, 18:00 UTC (20:00 in Europe/Berlin)"),
        ("es", "mar, 31 mar 2026, 18:00 UTC (20:00 en Europe/Berlin)"),
        ("fr", "mar. 31 mars 2026, 18:00 UTC (20:00 à Europe/Berlin)"),
        ("pt", "ter., 31 de mar. de 2026, 18:00 UTC (20:00 em Europe/Berlin)"),
        ("hi", "मंगल, 31 मार्च 2026, 18:00 UTC (Europe/Berlin में 20:00)"),
    ],
)
def test_a_moment_has_the_names_and_the_order_of_the_language(language: str, told: str) -> None:
    with speaking(language):
        assert moment(datetime(2026, 3, 31, 18, tzinfo=UTC), ZoneInfo("Europe/Berlin")) == told


@pytest.mark.parametrize(
    ("language", "away"),
    [
        ("en", ["in 2 days 3 hours", "1 day 1 hour ago", "now", "in 3 days", "tomorrow", "yesterday"]),
        ("de", ["in 2 Tagen 3 Stunden", "vor 1 Tag 1 Stunde", "jetzt", "in 3 Tagen", "morgen", "gestern"]),
        ("es", ["dentro de 2 días 3 horas", "hace 1 día 1 hora", "ahora", "dentro de 3 días", "mañana", "ayer"]),
        ("fr", ["dans 2 jours 3 heures", "il y a 1 jour 1 heure", "maintenant", "dans 3 jours", "demain", "hier"]),
        ("pt", ["em 2 dias 3 horas", "há 1 dia 1 hora", "agora", "em 3 dias", "amanhã", "ontem"]),
        ("hi", ["2 दिन 3 घंटे में", "1 दिन 1 घंटे पहले", "अभी", "3 दिन में", "कल (आने वाला)", "कल (बीता हुआ)"]),
    ],
)
def test_how_far_away_something_is_is_told_as_one_says_it(language: str, away: list[str]) -> None:
    hours = (51, -25, 0)
    with speaking(language):
        told = [until(NOW + timedelta(hours=each), NOW) for each in hours]
        told += [until(NOW.date() + timedelta(days=days), NOW) for days in (3, 1, -1)]
    assert told == away


@given(
    st.sampled_from(OTHERS),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
)
def test_every_day_and_every_length_of_time_can_be_told_in_every_language(
    language: str, when: date, length: timedelta
) -> None:
    with speaking(language):
        assert str(when.day) in short_day(when)
        assert {str(when.day), str(when.year)} <= set(day(when).replace(".", " ").replace(",", " ").split())
        told = (span(length), until(NOW + length, NOW))
    assert all(words and not set(words) & set("{}…") for words in told)


# ---------------------------------------------------------------------------------------------- answers


def answer(desk: Desk, words: str, language: str, style: Style | None = None) -> str:
    room = RoomSettings(room="#quay:example.org", language=Language(language), style=style)
    message = Said(f"${words}", "!quay", "@ada:example.org", words, NOW, direct=True)
    reply = desk.answer(message, room, NOW)
    assert reply
    return reply.body.plain


def test_two_rooms_hear_the_same_answer_each_in_its_language() -> None:
    desk = Desk(Catalogue(organisations=(organisation(),)))
    told = {language: answer(desk, "!idea lighthouse", language).splitlines()[2] for language in ("en", "de", "hi")}
    assert told == {
        "en": "Mentors: Ada Lovelace and Brook Field. Ask in public: harbour list: list@harbour.example.org",
        "de": "Mentoren: Ada Lovelace und Brook Field. Frag öffentlich: harbour list: list@harbour.example.org",
        "hi": "मेंटर: Ada Lovelace और Brook Field। सार्वजनिक रूप से पूछें: harbour list: list@harbour.example.org",
    }


@pytest.mark.parametrize(
    ("language", "hello"),
    [
        ("de", "Hallo! Ich beantworte Fragen zu Projektideen, Mentoren und Terminen. Was ich kann: !help"),
        ("es", "¡Hola! Respondo preguntas sobre ideas de proyectos, mentores y plazos. Lo que puedo hacer: !help"),
    ],
)
def test_somebody_who_greets_is_greeted_in_the_language_of_the_room(language: str, hello: str) -> None:
    assert answer(Desk(Catalogue()), "hello", language) == hello


def test_an_error_is_told_in_the_language_of_the_room() -> None:
    desk = Desk(Catalogue(organisations=(organisation(),)))
    assert answer(desk, "!idea 7", "fr").startswith("Il n'y a pas (ou plus) de liste")


@pytest.mark.parametrize("language", OTHERS)
def test_a_compact_answer_is_compact_in_every_language(language: str, known: Catalogue) -> None:
    desk = Desk(known)
    ideas = [idea.title for home in known.organisations for idea in home.ideas]
    asked = [f"!{verb} {title}" for title in ideas for verb in ("idea", "mentor")]
    asked += [f"!{example}" for command in MENU for example in command.examples]
    for question in [*asked, "!idea zzz", "!mentor zzz", "!apply zzz", "hello", "thanks", "zzz"]:
        told = answer(desk, question, language, Style.COMPACT)
        assert len(told.splitlines()) <= 3, question
        assert len(told.encode()) <= 400, question


# ---------------------------------------------------------------------------------------------- reminders


def season(known: Catalogue) -> Programme:
    found = known.programme("gsoc-2026")
    assert found
    return found


def test_the_dates_of_our_programmes_have_usual_names(known: Catalogue) -> None:
    names = {milestone.name for programme in known.programmes for milestone in programme.milestones}
    assert names <= set(USUAL)


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "7 days left: GSoC 2026 contributor applications close on Tue 31 March 2026, 18:00 UTC"),
        ("de", "Noch 7 Tage: GSoC 2026, Bewerbungsschluss: Di., 31. März 2026, 18:00 UTC"),
        ("es", "Quedan 7 días: GSoC 2026, Cierre de solicitudes: mar, 31 mar 2026, 18:00 UTC"),
        ("fr", "Encore 7 jours: GSoC 2026, Clôture des candidatures : mar. 31 mars 2026, 18:00 UTC"),
        ("pt", "Faltam 7 dias: GSoC 2026, Encerramento das inscrições: ter., 31 de mar. de 2026, 18:00 UTC"),
        ("hi", "7 दिन बाकी: GSoC 2026, आवेदन की अंतिम तिथि: मंगल, 31 मार्च 2026, 18:00 UTC"),
    ],
)
def test_a_room_is_reminded_in_its_language(language: str, first: str, known: Catalogue) -> None:
    room = RoomSettings(room="#quay:example.org", programme="gsoc-2026", language=Language(language))
    due = next(
        each
        for each in reminders(known, [room])
        if each.key.startswith("gsoc-2026/contributor-applications-close/7d")
    )
    assert words(due, due.due).plain.splitlines()[0] == first


def test_what_somebody_asked_for_comes_in_the_language_of_its_room(known: Catalogue) -> None:
    anchor = Anchor("gsoc-2026", "contributor-applications-close", timedelta(days=2))
    promise = Promise("$1", "@ada:example.org", 1, "!two", direct=True, text="<Draft>", due=NOW, zone="UTC", made=NOW)
    due = replace(personal(replace(promise, anchor=anchor), known), language="es")
    assert words(due, datetime(2026, 3, 29, 18, tzinfo=UTC)).plain.splitlines() == [
        "Me pediste que te recordara: «<Draft>»",
        "Quedan 2 días: GSoC 2026, Cierre de solicitudes: mar, 31 mar 2026, 18:00 UTC",
        f"Todas las fechas: {season(known).url}",
    ]


def test_a_room_hears_of_a_moved_date_in_its_language(known: Catalogue) -> None:
    room = RoomSettings(room="#quay:example.org", programme="gsoc-2026", language=Language.PORTUGUESE)
    due = next(each for each in reminders(known, [room]) if each.milestone.key == "contributor-applications-close")
    now = due.due + timedelta(minutes=1)
    heard = Entry(
        key=due.key,
        room=due.room,
        subject=due.subject,
        due=due.due,
        expires=due.expires,
        tells=told(datetime(2026, 3, 30, 18, tzinfo=UTC)),
        wake=due.due,
        standing=Standing.SENT,
        since=due.due,
        name=due.name,
        turn=1,
    )
    (notice,) = notices([heard], followers(known, [room]), now)
    assert words(notice, now).plain.startswith(
        "Data alterada: GSoC 2026, Encerramento das inscrições: ter., 31 de mar."
    )
