# Nightlight. `make run` starts everything; `make test` runs all that CI runs. docs/ says more.

PYTHON ?= python3
BIN := .venv/bin
# What a check of the code needs to read the settings: an environment of its own, never the one `make run` uses.
CHECK := NIGHTLIGHT_ENV=test NIGHTLIGHT_DATA=$(CURDIR)/build/check

.DEFAULT_GOAL := help
.PHONY: help run setup test check lint type imports pytest browser pictures clean

help:
	@echo "make run     start Nightlight (PORT=8000, HOST=127.0.0.1, NIGHTLIGHT_DATA=.nightlight)"
	@echo "make test    everything CI runs: lint, types, import order, all stories"
	@echo "make check   lint, types and import order only"
	@echo "make pictures   every page as a picture, in build/pictures"
	@echo "make setup   make .venv with what running needs"

run: .venv/run.stamp
	@exec $(BIN)/python -m config.runner

setup: .venv/run.stamp

test: check browser pytest

check: lint type imports

lint: .venv/test.stamp
	$(BIN)/ruff check .

type: .venv/test.stamp
	$(CHECK) $(BIN)/mypy

imports: .venv/test.stamp
	$(BIN)/lint-imports

pytest: .venv/test.stamp browser
	$(BIN)/python -m pytest $(ARGS)

# Stories need Debian's Chromium. Root, or sudo without a password, may install it; anybody else is told how.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || test -n "$(CHROMIUM)" || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
	    sudo -n apt-get update && sudo -n DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; \
	else \
	    echo "The stories need Chromium. Type: sudo apt-get update && sudo apt-get install -y chromium"; \
	    echo "Elsewhere: install Chromium and set CHROMIUM to its path."; exit 1; \
	fi

# Every page in three sizes, light and dark, and the pictures of the README, from the running product.
pictures: .venv/test.stamp browser
	$(BIN)/python -m tests.pages.pictures build/pictures
	mkdir -p docs/pictures && cp build/pictures/readme/*.png docs/pictures/

# The stamps: nothing is installed again until its lock changes. The test lock holds all of the run lock.
.venv/%.stamp: requirements/%.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes --no-deps -r $<
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Nightlight needs Python 3.11 or newer; \`$(PYTHON) --version\` says: $$($(PYTHON) --version 2>&1 | head -n 1)"; \
	    echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	    echo "Python cannot make virtual environments here. Type: sudo apt-get install -y python3-venv"; exit 1; }

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
