"""One small organisation file and one small programme file without a fault, as their authors write them."""

from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "catalogue"

PAGE = """\
id: acme-2026
organisation: Acme
programme: gsoc-2026
year: 2026
about: Acme makes everything.
page:
  title: Ideas
  url: https://acme.example/ideas
contact:
  how: Ask on the list.
people:
  ada:
    name: Ada Lovelace
ideas:
  - id: first
    title: A first idea
    summary: It does something.
    mentors: [ada]
"""

SEASON = """\
id: gsoc-2026
name: Google Summer of Code
short: GSoC
year: 2026
url: https://gsoc.example/timeline
zone: UTC
verified: 2026-01-15
trust: official
sources:
  - address: https://gsoc.example/timeline
    what: all dates
milestones:
  - key: close
    name: Applications close
    kind: deadline
    audience: [applicants]
    at: 2026-03-31T18:00:00Z
"""
