"""Which ways lead out of the house? A folder of files, a mail server's Drafts, Outlook, a mailto link. None of them sends."""
