# Everything works from python3, its venv module and make: each target makes what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What looks at the environment is kept out of it.
AUDIT := $(VENV)/audit
# Names of what the bot runs with, and what builds it.
RUNTIME = $(shell sed -n 's/^\([A-Za-z0-9._-]*\)==.*/\1/p' requirements.lock)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help chat run semantic test faults fuzz lint format messages docs lock bench train quality audit licences sbom wheel-test clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 16

chat: $(VENV)/.runtime ## ask the seed article in the terminal; no token needed
	@$(BIN)/dateline chat

run: $(VENV)/.runtime ## run the Telegram bot (DATELINE_TOKEN must be set)
	@exec $(BIN)/dateline run

test: $(VENV)/.dev ## the whole test suite
	$(BIN)/python -m pytest -n 2

faults: $(VENV)/.dev ## 10,000 updates through a day of trouble, polled and posted (DATELINE_FAULTS, DATELINE_FAULTS_RATE)
	DATELINE_FAULTS=$${DATELINE_FAULTS:-10000} $(BIN)/python -m pytest -q -s -p no:randomly tests/faults/test_day.py

fuzz: $(VENV)/.fuzz ## the fuzz targets for SECONDS=300 in all; docs/fuzzing.md
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),300)

lint: $(VENV)/.dev ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.runtime ## collect what the bot says into the catalogues (LANGUAGE=xx adds a language)
	$(BIN)/pybabel -q extract -F pyproject.toml --add-location=file --project=dateline -o $(VENV)/dateline.pot bot
	$(if $(LANGUAGE),$(BIN)/pybabel -q init -D dateline -i $(VENV)/dateline.pot -d bot/locales -l $(LANGUAGE))
	$(BIN)/pybabel -q update -D dateline -i $(VENV)/dateline.pot -d bot/locales -w 120 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

docs: $(VENV)/.dev ## write docs/settings.md anew from the settings
	$(BIN)/python -m tests.docs.settings_page

# One file serves Python 3.11 to 3.14 (--universal). The registry is pip's own, read when it runs: no host is
# written into the repository. asyncpg is in all of them, so that the Docker image can keep its store in PostgreSQL.
COMPILE_ALONE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --quiet
COMPILE := $(COMPILE_ALONE) pyproject.toml

lock: $(VENV)/.lock-tools ## write the lock files anew from pyproject.toml
	$(COMPILE) $(UPGRADE) --group build --extra postgres -o requirements.lock
	$(COMPILE) $(UPGRADE) --group build --extra postgres --extra semantic -c requirements.lock -o requirements-semantic.lock
	$(COMPILE) $(UPGRADE) --group dev --extra postgres --extra semantic -c requirements-semantic.lock -o requirements-dev.lock
	$(COMPILE) $(UPGRADE) --group fuzz --extra postgres --extra semantic -c requirements-dev.lock -o requirements-fuzz.lock
	$(COMPILE) $(UPGRADE) --group bench --extra postgres --extra semantic -c requirements-dev.lock -o requirements-bench.lock
	$(COMPILE_ALONE) $(UPGRADE) --group audit -c requirements-bench.lock -o requirements-audit.lock

semantic: $(VENV)/.semantic ## what re-ranking by meaning needs (README, "Meaning")

bench: $(VENV)/.bench ## measure `ask` beside its peers, and on our own questions
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.questions

train: $(VENV)/.bench ## fit the ranker's weights (EVAL=FOLDER, OWN=QUESTIONS, ARTICLES=PATH, WRITE=--write)
	$(BIN)/python -m benchmarks.train --eval $(EVAL) $(if $(OWN),--own $(OWN) --articles $(ARTICLES)) $(WRITE)

quality: $(VENV)/.bench ## how often the right sentence comes first, beside its peers (EVAL=FOLDER)
	$(BIN)/python -m benchmarks.quality --eval $(EVAL)

audit: $(AUDIT)/.made ## look up known faults of what the lock files pin, of the tools too
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-bench.lock
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-audit.lock

licences: $(AUDIT)/.made $(VENV)/.runtime ## write docs/licences.md anew from what is installed
	$(AUDIT)/bin/pip-licenses --python $(BIN)/python --from=mixed --format=markdown --no-version --with-system --order=name \
		--packages $(RUNTIME) >$(VENV)/licences.txt
	{ sed '/^| *Name/,$$d' docs/licences.md && cat $(VENV)/licences.txt; } >$(VENV)/licences.md
	mv $(VENV)/licences.md docs/licences.md

sbom: $(AUDIT)/.made ## write the bill of materials of a release, dist/dateline.cdx.json
	mkdir -p dist
	$(AUDIT)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--validate -o dist/dateline.cdx.json

wheel-test: $(VENV)/.runtime ## build the wheel and try it without the source
	.ci/wheel $(BIN)/python

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.semantic: requirements-semantic.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-semantic.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.fuzz: requirements-fuzz.lock $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements-fuzz.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

$(AUDIT)/.made: requirements-audit.lock
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-audit.lock
	@touch $@

$(VENV)/.lock-tools: | $(BIN)/python
	$(PIP) install uv==0.13.9
	@touch $@
