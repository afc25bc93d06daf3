# Two commands do everything from a fresh clone: `make demo` and `make test`.
# Needed beforehand: Python 3.11 or newer with venv and pip, git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# What is compiled once is kept: tests are rewritten when they are read, and many processes read the same modules.
unexport PYTHONDONTWRITEBYTECODE

# The rooms without network, files and database: what decides, and what can be tested to the last branch.
INNER := bot/almanac.py,bot/clerk.py,bot/catalogue/*,bot/commands/*,bot/conversation.py,bot/delivery/*,bot/dispatch.py,bot/drawing/*,bot/importer/*,bot/markup.py,bot/matching/*,bot/phrasing/*,bot/quiet.py,bot/rehearsal.py,bot/moved.py,bot/promised.py,bot/registry.py,bot/signs.py,bot/timeline.py,bot/tongue.py,bot/transcript.py,bot/when/*

.PHONY: demo test fast check messages clean lock

demo: $(READY)
	@$(BIN)/python -m demo

FAST := not homeserver and not postgresql and not process and not slow

# First what needs little (COVERAGE=1 also measures its branches), then what tries much or waits for a server.
test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "$(FAST)" $(if $(COVERAGE),--cov=bot --cov-branch --cov-report=)
	@$(if $(COVERAGE),$(BIN)/python -m coverage report --skip-covered --include='$(INNER)' --fail-under=95)
	@$(BIN)/python -m pytest -n 4 --dist worksteal -m "not ($(FAST))"

# For daily work: everything that needs no server and no process of its own, and tries no thousands of cases.
fast: $(READY)
	@$(BIN)/python -m pytest -q -n auto -m "$(FAST)"

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

$(READY): requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "mentorix needs $(PYTHON), version 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mentorix needs Python 3.11 or newer, this is $$($(PYTHON) --version)" >&2; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) …" >&2
	@$(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements-dev.lock >&2
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e . >&2
	@touch $(READY)

# Brings the message files of other languages in step with the sources; see docs/languages.md.
messages: $(READY)
	@$(BIN)/python -m bot.locales

# Needs uv. Written without index addresses, so that any mirror can serve it.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
