"""How fast are pages read, and does the time grow as the page does? Beside each, the bare parser of its format.

    python -m bench.importing [--sizes 50000 500000 5000000] [--layouts markdown html …]

One line for each layout and size: the page's bytes, the seconds of CPU from text to ideas, how many MB that is in a
second, and the seconds which the library alone takes that parses the format (for formats that we parse ourselves: taking
the text apart into lines and words). The last column is the exponent of growth since the line above: 1 where twice the
page takes twice the time, 2 where it takes four times as long.
"""

import argparse
import gc
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from time import process_time

import yaml
from docutils.core import publish_doctree
from markdown_it import MarkdownIt
from pyhocon import ConfigFactory  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser

from bench.pages import SUFFIXES, page
from bot.cli.importing import ROUNDS
from bot.errors import UserError
from bot.importer.importing import import_page
from bot.importer.readers import data, scripts, xml_values

SIZES = (50_000, 500_000, 5_000_000)
_QUIET = {"report_level": 5, "file_insertion_enabled": False, "raw_enabled": False, "_disable_config": True}


@dataclass(frozen=True, slots=True)
class Row:
    """One measured page; `bare` are the parser's own seconds of CPU, `why` says why nothing was read."""

    layout: str
    size: int
    ideas: int
    seconds: float
    bare: float
    why: str = ""


def _words(text: str) -> object:
    return [line.split() for line in text.split("\n")]


BARE: dict[str, Callable[[str], object]] = {
    "markdown": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse,
    "markdown table": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse,
    "rst": lambda text: publish_doctree(text, settings_overrides=_QUIET),
    "html": lambda text: LexborHTMLParser(text).body,
    "yaml": lambda text: yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)),  # noqa: S506 (safe)
    "toml": tomllib.loads,
    "json": json.loads,
    "feed": xml_values.value_of,
    "script": scripts.value_of,
    "hocon": lambda text: ConfigFactory.parse_string(text, resolve=False),
}


def measured(layout: str, size: int) -> Row:
    """Read one page, and let the bare parser read it."""
    text = page(layout, size)
    data.parse.cache_clear()
    try:
        began = process_time()
        ideas = len(import_page(text, f"ideas.{SUFFIXES[layout]}").ideas)
        seconds = process_time() - began
    except UserError as error:
        return Row(layout, len(text.encode()), 0, 0.0, 0.0, str(error))
    began = process_time()
    BARE.get(layout, _words)(text)
    return Row(layout, len(text.encode()), ideas, seconds, process_time() - began)


def in_words(row: Row, before: Row | None) -> str:
    """A line of the table."""
    if row.why:
        return f"{row.layout:15} {row.size:9,}  {row.why}"
    grown = log(row.seconds / before.seconds) / log(row.size / before.size) if before else None
    rate = row.size / 1e6 / row.seconds
    growth = f"{grown:9.2f}" if grown is not None else ""
    return f"{row.layout:15} {row.size:9,} {row.ideas:6} {row.seconds:8.2f} {rate:7.2f} {row.bare:8.2f} {growth}".rstrip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--layouts", nargs="+", choices=list(SUFFIXES), default=list(SUFFIXES))
    chosen = parser.parse_args(arguments)
    gc.set_threshold(ROUNDS)
    print(f"{'layout':15} {'bytes':>9} {'ideas':>6} {'seconds':>8} {'MB/s':>7} {'bare':>8} {'exponent':>9}")
    for layout in chosen.layouts:
        before: Row | None = None
        for size in chosen.sizes:
            row = measured(layout, size)
            print(in_words(row, before), flush=True)
            before = row


if __name__ == "__main__":
    main()
