"""What a sheet must hold: one contract per table, and the road from raw cells to checked frames and told problems."""
