"""The door of Excel on the web, on the Mac and on the iPad: tables in as JSON, steps out as JSON; nothing is kept here."""
