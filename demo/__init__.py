"""A throw-away homeserver, people who write through it, and the demonstration. For development only.

Reading order: `homeserver` (Synapse on loopback), `applicant` (a person's client), `proxy` (a homeserver that
misbehaves), `__main__` (`make demo`); for tests and benches `postgresql` (a database on loopback). `child`, `leash` and
`postmaster` see to it that nothing is left running.
"""


class DemoError(Exception):
    """Something of the surroundings failed; the sentence says what, with the end of the log where there is one."""
