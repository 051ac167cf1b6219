"""What will be ordered? The one room that uses a forecasting library; nothing of a morning run depends on it."""
