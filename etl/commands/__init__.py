"""One module per group of commands: words in, words out; what they do stands elsewhere in etl."""
