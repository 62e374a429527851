"""One module per group of commands, and what each prints: words in, words out. Imports all the others; imported by cli."""
