"""Whose export is it, and what does it say in the words of our tables? One file per source; ``recognise.py`` chooses."""
