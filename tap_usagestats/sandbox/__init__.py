"""The Usage Statistics API on loopback, with a made-up organization. A run against the real API never loads it.

It is written from what is known of the API and shares no code with the tap's client, so that the two can disagree.
"""
