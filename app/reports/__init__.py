"""Reports: values of the domain in, bytes of a file out; no vault, no disk, no window."""
