"""Past one workbook: a book larger than memory, decided in parts by several workers, with the core that decides all others."""
