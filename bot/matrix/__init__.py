"""Everything Matrix; the only folder that knows nio and the Client-Server API.

Reading order: wire → patience → session → rooms → inbox → sync → content → outbox.
"""
