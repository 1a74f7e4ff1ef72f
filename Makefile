# A thin face over packaging/setup.py, which also serves Windows.
# PYTHON names the interpreter that makes .venv; ARGS goes to what is run.
PYTHON ?= python3
ARGS ?=
STEP = $(PYTHON) packaging/setup.py

.PHONY: help setup run demo screens test soak fuzz bench clean words lock

help:
	@echo "make setup   the virtual environment, pinned packages, message catalogues"
	@echo "make run     the program (ARGS=\"--help\")"
	@echo "make demo    the whole job, from an empty vault to an imported bundle"
	@echo "make screens a picture of every page, in the folder screens (ARGS=\"quick_entry\" for one)"
	@echo "make test    everything that gates a change"
	@echo "make soak    a vault that is killed again and again (ARGS=\"--kills 100\" for fewer than 1,000)"
	@echo "make fuzz    every parser under atheris (ARGS=\"--seconds 5 --only card,tar\" for less)"
	@echo "make bench   benchmarks"
	@echo "make words   message ids from the sources into the catalogues"
	@echo "make lock    pin the packages of pyproject.toml (ARGS=\"--upgrade\" for newer ones)"
	@echo "make clean   remove what the others made"

setup run demo screens test soak fuzz bench clean words lock:
	@$(STEP) $@ $(ARGS)
