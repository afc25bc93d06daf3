"""Invented people: given and family names in the shape of Zipf's law, so that names repeat as they do in life."""

from random import Random

from bot.catalogue.model import Person

_GIVEN = (
    "Anna Ravi Wei Maria John Fatima Lukas Priya Chen Olga Pedro Sofia Ahmed Julia Kofi Elena Hiro Nadia Tomas Ines "
    "Marek Aisha David Lena Jorge Mei Pavel Clara Arjun Zofia Amir Nina Oscar Yuki Petra Samir Vera Diego Hanna Ivan"
).split()
_STEMS = "an ber car dal el far gor hal is jor kal lund mar nor ol pet ros sand tor ul var wex yam zel".split()
_ENDINGS = "son sen ov ova ez ini ski er mann ura ani wala ic ley ton field eau ado".split()


class Crowd:
    """Brings in one person after another; about one in six mentors for a second organisation."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._family = [f"{a}{b}{c}".capitalize() for a in _STEMS for b in ("", *_STEMS[::3]) for c in _ENDINGS]
        random.shuffle(self._family)
        self._known: list[Person] = []

    def person(self) -> Person:
        """The next one."""
        if self._known and self._random.random() < 0.16:
            return self._random.choice(self._known)
        given, family = self._random.choice(_GIVEN), self._random.choice(self._family)
        address = f"{given}.{family}@mail.example.org".lower()
        nick = {"name": f"{given[:2]}{family[:5]}".lower(), "network": "IRC"}
        person = Person.model_validate({"name": f"{given} {family}", "email": address, "nicks": [nick]})
        self._known.append(person)
        return person
