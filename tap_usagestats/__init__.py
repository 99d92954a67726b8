"""A Singer tap for the Usage Statistics API of Jodoo and Jiandaoyun."""
