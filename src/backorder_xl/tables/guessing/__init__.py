"""Which sheet of a workbook that nobody prepared is which table, and which column is which? Proposes; decides nothing."""
