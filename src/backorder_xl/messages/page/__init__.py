"""The page for shoppers: words, HTML, the feed beside it (rule 10)."""
