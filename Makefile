# Dragoman: `make run` builds the environment and runs the pipeline over the bundled articles.  `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= data
STAMP  := $(VENV)/.installed
GOLD   ?= ../shared/gold
export DAGSTER_DISABLE_TELEMETRY := yes

# python3.11 where there is one, else a python3 that is new enough; `make install PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)

.PHONY: help install run test score model dev docs lock bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## build .venv from requirements.lock (once)

$(STAMP): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "make: Python 3.11 or newer with venv is needed; install it or say make install PYTHON=/path/to/python3.11" >&2; exit 2; fi
	@echo "Building $(VENV) with $$($(PYTHON) --version); a few minutes the first time"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# --no-deps: the lock is complete, and old pips trip over extras when they resolve with hashes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Exit code 1 means "done, some inputs rejected": the bundled articles hold a few on purpose.
run: install ## run the pipeline over the bundled articles (DATA=data)
	@$(BIN)/dragoman run --data $(DATA) || [ $$? -eq 1 ]

test: install ## ruff, mypy, pytest; all of them, whatever fails first
	@failed=0; \
	$(BIN)/python -m ruff check . || failed=1; \
	$(BIN)/python -m mypy || failed=1; \
	$(BIN)/python -m pytest || failed=1; \
	exit $$failed

score: install ## code the labelled sentences in GOLD and print how many are right
	@$(BIN)/python benchmarks/score.py $(GOLD)

bench: install ## coding speed beside a bare parse of the same text
	@$(BIN)/python benchmarks/bench.py

model: install ## train the parser anew (needs the treebanks, see seeds/model/README.md)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-model.lock
	@$(BIN)/python seeds/model/train.py

dev: install ## the Dagster web page on the same definitions
	@echo "Opening http://127.0.0.1:3000 (Ctrl-C stops it)"
	@trap 'rm -rf .tmp_dagster_home_*' EXIT; $(BIN)/dagster dev -m assets.definitions -h 127.0.0.1 -p 3000

docs: install ## write docs/data_dictionary.md anew from the declared tables
	@$(BIN)/python -c 'from pipeline.warehouse.schema import dictionary; print(dictionary().strip())' > docs/data_dictionary.md

lock: ## renew requirements.lock from pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra dev -o requirements.lock pyproject.toml
	@echo spacy-lookups-data | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate -c requirements.lock -o requirements-model.lock -

clean: ## remove what runs and checks have made (keeps .venv and data)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build .dagster
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -print | xargs rm -rf
