"""Paper, pens and a font: the only module that knows Pillow. Lengths are pixels of the finished picture."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

FINER = 2
"""Everything is drawn so many times larger and then reduced, which smooths the edges."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Dark on light, on a card of its own: the same picture can be read in light and dark themes."""

    paper: Colour = (252, 251, 248)
    edge: Colour = (217, 213, 204)
    grid: Colour = (233, 230, 222)
    ink: Colour = (28, 36, 46)
    muted: Colour = (98, 107, 118)
    period: Colour = (74, 126, 178)
    window: Colour = (38, 145, 110)
    due: Colour = (200, 50, 66)
    news: Colour = (124, 82, 178)
    today: Colour = (214, 120, 20)


PALETTE = Palette()


PALE = 0.45
"""How much is left of the strength of a pale colour."""


def pale(colour: Colour) -> Colour:
    """The colour with only a share of its strength left on the paper."""
    red, green, blue = (round(c * PALE + p * (1 - PALE)) for c, p in zip(colour, PALETTE.paper, strict=True))
    return red, green, blue


class Canvas:
    """A card to draw on; coordinates go right and down from its top left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGBA", (width * FINER, height * FINER), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)
        edge = (0, 0, width * FINER - 1, height * FINER - 1)
        self._draw.rounded_rectangle(edge, 28 * FINER, fill=PALETTE.paper, outline=PALETTE.edge, width=2 * FINER)

    def length(self, words: str, size: int) -> float:
        """How wide words are."""
        return self._font(size).getlength(words) / FINER

    def text(self, x: float, y: float, words: str, size: int, colour: Colour, *, bold: bool = False) -> None:
        """Words whose middle line is at `y`, from `x` on."""
        place, width = (x * FINER, y * FINER), size / 50 * FINER if bold else 0
        self._draw.text(place, words, colour, self._font(size), "lm", stroke_width=width)

    def blank(self, left: float, right: float, y: float, size: int) -> None:
        """Bare paper for words of that size, so that no line runs through them."""
        half = size * 0.6
        self._draw.rectangle((left * FINER, (y - half) * FINER, right * FINER, (y + half) * FINER), PALETTE.paper)

    def shortened(self, words: str, size: int, width: float) -> str:
        """The words, cut with an ellipsis where they are wider than that."""
        if self.length(words, size) <= width:
            return words
        while words and self.length(words + "...", size) > width:
            words = words[:-1]
        return words.rstrip() + "..."

    def line(self, x: float, top: float, bottom: float, colour: Colour, width: int = 2) -> None:
        """An upright line."""
        self._draw.line((x * FINER, top * FINER, x * FINER, bottom * FINER), colour, width * FINER)

    def bar(self, left: float, right: float, y: float, thick: float, colour: Colour) -> None:
        """A lying bar with round ends, around `y`."""
        box = (left * FINER, (y - thick / 2) * FINER, right * FINER, (y + thick / 2) * FINER)
        self._draw.rounded_rectangle(box, thick * FINER / 2, fill=colour)

    def diamond(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A diamond with a rim of paper around it."""
        for reach, fill in ((radius + 4, PALETTE.paper), (radius, colour)):
            around = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
            self._draw.polygon([(across * FINER, down * FINER) for across, down in around], fill)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A disc with a rim of paper around it."""
        for reach, fill in ((radius + 3, PALETTE.paper), (radius, colour)):
            self._draw.circle((x * FINER, y * FINER), reach * FINER, fill)

    def label(self, centre: float, y: float, words: str, size: int, colour: Colour) -> None:
        """Words in the paper's colour on a pill, kept inside the card."""
        half = self.length(words, size) / 2 + 16
        centre = min(max(centre, half + 12), self.width - half - 12)
        self.bar(centre - half, centre + half, y, size + 14, colour)
        place = (centre * FINER, y * FINER)
        self._draw.text(place, words, PALETTE.paper, self._font(size), "mm", stroke_width=size / 60 * FINER)

    def png(self) -> bytes:
        """The finished picture."""
        out = io.BytesIO()
        # Plain averages: a sharper reduction leaves ripples in the even parts, which no PNG packs well.
        small = self._image.reduce(FINER)
        small.save(out, "PNG", optimize=True)
        return out.getvalue()

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        """Pillow's own font, which scales and is always there."""
        font = ImageFont.load_default(size * FINER)
        if not isinstance(font, ImageFont.FreeTypeFont):
            raise TypeError("this Pillow was built without FreeType")
        return font
