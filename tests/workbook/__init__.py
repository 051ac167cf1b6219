"""Tests of the room that touches workbooks."""
