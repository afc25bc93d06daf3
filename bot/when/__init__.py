"""What people type of times → instants; strict, pure, and without a clock.

`understanding` is the door; below it lie `settling` (what was said → an instant), `phrases` (which words are a time),
and what a time is made of: `spans`, `dates`, `days`, `clocks`, `zones`, `seasons`, and at the bottom `words`.
"""
