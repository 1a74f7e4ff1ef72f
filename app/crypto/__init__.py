"""Sealing, opening, signing: the only importer of `cryptography`. Knows bytes, no paths and no records."""
