"""How do decisions become words, and how do the words leave the house as drafts? Nothing here decides, nothing is ever sent."""
