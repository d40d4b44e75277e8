# The two commands of the README: `make demo` and `make test`. Each sets up what it needs, once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
PINNED := -c constraints.txt

.PHONY: demo test check bench constraints clean

demo: $(VENV)/.runtime
	$(BIN)/rehearse demo

test: $(VENV)/.tested
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.tested
	for bench in $(basename $(notdir $(wildcard tests/bench/*.py))); do \
	  case $$bench in __init__|shared) continue;; esac; \
	  echo "== $$bench"; $(BIN)/python -m tests.bench.$$bench || exit 1; \
	done

# Pins every version anew; uv comes from PyPI. No download address may stand in the file.
constraints:
	uv pip compile -q --universal --python-version 3.11 --upgrade --no-annotate --no-header --no-emit-index-url \
	  --group build --group test --group check --group samples pyproject.toml -o constraints.txt

clean:
	rm -rf $(VENV)

# Debian parts the venv module from pip: where it is missing, the system's pip fills the new environment.
$(VENV)/.made: constraints.txt
	$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	  $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip -q --python $(BIN)/python install $(PINNED) pip; }
	$(PIP) install $(PINNED) pip hatchling editables
	touch $@

$(VENV)/.runtime: $(VENV)/.made pyproject.toml
	$(PIP) install $(PINNED) --no-build-isolation -e .
	touch $@

$(VENV)/.tested: $(VENV)/.runtime
	$(PIP) install $(PINNED) --group test
	touch $@

$(VENV)/.checked: $(VENV)/.tested
	$(PIP) install $(PINNED) --group check
	touch $@
