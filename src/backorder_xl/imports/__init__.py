"""What other systems export, on its way into a workbook's tables: read, recognised, merged."""
