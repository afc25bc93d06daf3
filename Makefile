# Two commands do everything from a fresh clone: `make demo` and `make test`.
# Needed beforehand: Python 3.11 or newer with venv and pip, git, make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test fast check bench clean lock

demo: $(READY)
	@$(BIN)/python -m demo

test: $(READY)
	@$(BIN)/python -m pytest

# For daily work: everything that needs no homeserver.
fast: $(READY)
	@$(BIN)/python -m pytest -q -m "not homeserver"

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

# Needs uv. Written without index addresses, so that any mirror can serve it.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
