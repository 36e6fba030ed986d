"""The vendors' simulators: a real HTTP server on 127.0.0.1, written from the vendors' documents alone.

Each folder in here is one vendor and offers `simulator(records=…, seed=…)`; nothing else names it.
"""
