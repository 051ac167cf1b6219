"""Backorder XL: who waits for what, what to order, and what to tell them, inside the workbook that they already have."""

__version__ = "0.1.0"
