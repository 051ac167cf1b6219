"""The decisions: pure functions, frames in and frames out. Each file is a chapter of docs/rules.md."""
