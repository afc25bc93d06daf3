"""Everything Matrix; the only folder that knows nio and the Client-Server API.

Reading order: wire → patience → session; known_rooms → room_state → joining → rooms → upgrades → rounds; inbox → sync →
content → outbox → bookmark; correspondence → media → voice → replying → reception; powers, direct; herald, reports,
own_name, heartbeat.
"""
