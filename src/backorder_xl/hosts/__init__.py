"""Thin doors: open, call a verb, apply what it decided, tell what happened."""
