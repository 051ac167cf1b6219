"""The add-in for Excel on the desktop, made on the user's own machine from text."""
