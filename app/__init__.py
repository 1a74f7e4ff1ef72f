"""Daftar: offline, encrypted incident reporting. ARCHITECTURE.md says where things go."""
