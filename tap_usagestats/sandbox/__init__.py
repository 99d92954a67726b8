"""The Usage Statistics API on loopback, with a made-up organization. A run against the real API never loads it.

It is written from the API's documentation and shares no code with the client, so that tests can find disagreements.
"""
