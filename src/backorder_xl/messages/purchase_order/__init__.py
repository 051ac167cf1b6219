"""What does a purchase order look like on paper? Its facts, and two forms of them: a workbook and a page to print."""
