"""Everything Matrix; the only folder that knows nio and the Client-Server API.

Reading order: wire → patience → session; known_rooms → room_state → joining → rooms → upgrades → rounds; inbox → sync →
content → letters → outbox → bookmark; correspondence → media → voice → replying → reception; powers, direct; herald,
reports, own_name, heartbeat. Encryption: signatures → cross_signing → crypto_store → device_keys → standing → enrolment →
trust; vouching → devices → members → room_keys → cipher, attachments; envelopes, unsealing; sas →
verification. gathering builds them.
"""
