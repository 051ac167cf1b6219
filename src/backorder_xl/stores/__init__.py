"""Where do tables lie that are no workbook: a folder of files, a DuckDB file or a PostgreSQL database?"""
