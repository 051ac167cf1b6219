"""What does each word on the command line take, and which walk does it start? A file per word, or per words alike."""
