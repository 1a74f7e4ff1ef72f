"""The whole job, shown on invented people: record, hand over, be attacked, take in, check."""

from app.cli.demonstration.story import demonstrate

__all__ = ["demonstrate"]
