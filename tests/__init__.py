"""The tests mirror `app`; what is shared by all of them lies at this level."""
