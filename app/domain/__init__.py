"""What a record, a person and a bundle are: pure values and rules, no disk, clock or chance."""
