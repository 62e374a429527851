"""Official files from their addresses, or by hand, into raw/official with their checksums. Imports adapters and below."""
