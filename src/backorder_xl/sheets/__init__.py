"""From outcome to changes: which columns, formats, colours and links each sheet shows. Nothing here writes."""
