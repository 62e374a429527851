"""German words: numbers with units, texts, cells of tables; imports nothing of the app."""
