"""How does the ribbon come into Excel, and how does it leave again? The add-in is made on the user's own machine."""
