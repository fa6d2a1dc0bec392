# Nightlight. `make run` starts everything; `make test` runs all that CI runs. docs/ says more.

PYTHON ?= python3
BIN := .venv/bin
# What a check of the code needs to read the settings: an environment of its own, never the one `make run` uses.
CHECK := NIGHTLIGHT_ENV=test NIGHTLIGHT_DATA=$(CURDIR)/build/check

.DEFAULT_GOAL := help
.PHONY: help run setup test check lint type imports wire pytest browser nginx test-detoxify faults bench bench-quick bench-reading soak pictures clean

help:
	@echo "make run     start Nightlight (PORT=8000, HOST=127.0.0.1, NIGHTLIGHT_DATA=.nightlight)"
	@echo "make test    everything CI runs: lint, types, import order, all stories"
	@echo "make check   lint, types and import order only"
	@echo "make test-detoxify   the optional second opinion on posts, and teaching the model, in an environment of its own"
	@echo "make pictures   every page as a picture, in build/pictures"
	@echo "make faults  300 faults while ten people talk: nothing lost, doubled or out of order (FAULTS=300 SEED=7)"
	@echo "make bench   how fast it is, as ratios to a floor and to stock servers, and which goals hold (ONLY=case)"
	@echo "make bench-quick   the same for chat and texts, in three minutes"
	@echo "make bench-reading   what reading a message costs, beside stock Detoxify"
	@echo "make soak    2,000 sockets come and go: the memory they leave behind"
	@echo "make setup   make .venv with what running needs"

run: .venv/run.stamp
	@exec $(BIN)/python -m config.runner

setup: .venv/run.stamp

test: check browser nginx pytest test-detoxify

check: lint type imports wire

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec docker-compose.yml

type: .venv/test.stamp
	$(CHECK) $(BIN)/mypy

imports: .venv/test.stamp
	$(BIN)/lint-imports

# docs/protocol.md and its schema say what the frames are.
wire: .venv/test.stamp
	$(CHECK) $(BIN)/python manage.py protocol --check

# All stories in a few processes, each with servers and a house of its own; one file is one worker's. A story waits more
# than it works, so there are more workers than cores. `make pytest ARGS=tests/chat/test_queue.py` is one process.
WORKERS ?= 3
pytest: .venv/test.stamp browser nginx
	$(BIN)/python -m pytest $(or $(ARGS),-n $(WORKERS) --dist loadfile --no-loadscope-reorder)

# Stories need Debian's Chromium, and nginx for those behind the proxy. Root, or sudo without a password, may install
# them; anybody else is told how. $(call installed,<program>,<package>)
define installed
command -v $(1) >/dev/null || PATH="$$PATH:/usr/sbin" command -v $(1) >/dev/null || \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(2); \
elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
    sudo -n apt-get update && sudo -n DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(2); \
else \
    echo "The stories need $(1). Type: sudo apt-get update && sudo apt-get install -y $(2)"; exit 1; \
fi
endef

browser:
	@command -v chromium-browser >/dev/null || test -n "$(CHROMIUM)" || { $(call installed,chromium,chromium); } || \
	{ echo "Elsewhere: install Chromium and set CHROMIUM to its path."; exit 1; }

# Debian starts an nginx of its own when it installs one; ours listens elsewhere and does not mind.
nginx:
	@$(call installed,nginx,nginx-light)

# Everything against a floor and the stock tutorial chat on both its layers, in turns, in one run of about ten minutes.
# Wants two cores of a machine that does nothing else. Rows and goals in build/bench.jsonl.
bench: .venv/test.stamp
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

bench-quick: .venv/test.stamp
	$(BIN)/python -m tests.bench --quick

# Reading alone, beside stock Detoxify.
bench-reading: .venv-detoxify/stamp
	NIGHTLIGHT_ENV=test NIGHTLIGHT_DATA=$(CURDIR)/build/detoxify .venv-detoxify/bin/python -m tests.bench.reading

soak: .venv/test.stamp
	$(BIN)/python -m tests.bench --only soak

# A house of its own is killed, frozen and cut off while ten people talk in it; what was acknowledged, stored and seen
# is compared. About a quarter of an hour for 300 faults; CI makes 60. Figures in build/faults.json.
FAULTS ?= 300
faults: .venv/test.stamp
	$(BIN)/python -m tests.faults.lab --faults $(FAULTS) $(if $(SEED),--seed $(SEED))

# Detoxify's own class on a small checkpoint made here, converting it, serving what came of it, and teaching the encoder:
# apart from the service's own environment, which has no torch. TORCH_ANY=1 takes whatever torch pip finds.
test-detoxify: .venv-detoxify/stamp
	NIGHTLIGHT_ENV=test NIGHTLIGHT_DATA=$(CURDIR)/build/detoxify .venv-detoxify/bin/python -m tests.model.detoxify_real
	NIGHTLIGHT_ENV=test NIGHTLIGHT_DATA=$(CURDIR)/build/detoxify .venv-detoxify/bin/python -m tests.model.training_real

.venv-detoxify/stamp: requirements/detoxify.txt requirements/only_cpu_torch.py | .venv/bin/python
	@test -x .venv-detoxify/bin/python || .venv/bin/python -m venv .venv-detoxify
	@test -n "$(TORCH_ANY)" || .venv-detoxify/bin/python -c 'import torch' 2>/dev/null || { \
	    .venv-detoxify/bin/python -m pip install --disable-pip-version-check -q --dry-run --no-deps --report - torch==2.13.0 \
	    | .venv-detoxify/bin/python requirements/only_cpu_torch.py; }
	.venv-detoxify/bin/python -m pip install --disable-pip-version-check -q torch==2.13.0
	.venv-detoxify/bin/python -m pip install --disable-pip-version-check -q --require-hashes --no-deps -r requirements/detoxify.txt
	@touch $@

# Every page in three sizes, light and dark, from the running product; and the pictures of README and docs/tour.md.
# `make pictures ONLY=docs` takes no others.
pictures: .venv/test.stamp browser
	$(BIN)/python -m tests.pages.pictures build/pictures $(ONLY)
	cp build/pictures/docs/*.png docs/pictures/

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
	rm -rf .venv .venv-detoxify build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
