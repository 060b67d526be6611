# Two commands do it all on a fresh machine with Python 3.11 or newer: `make site` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# embedded needs Python alone; full needs the servers that .ci/run installs
PROFILE ?= embedded
CONFIG := $(if $(filter full,$(PROFILE)),mkdocs.full.yml,mkdocs.yml)
export NO_MKDOCS_2_WARNING := 1
# Where this is set, each of some thousand programs would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: site serve test check static format twice bench screenshots reference lock clean

## Run every check and drill, and build the site into site/; PROFILE=full for the one with the real servers
site: $(READY)
	$(BIN)/mkdocs build -f $(CONFIG)

## The same while you write: rebuilds when a file is saved
serve: $(READY)
	$(BIN)/mkdocs serve

# The path from evidence to GO or NO-GO, and in the lab that of a request and its data
LAB := abuse access admission auditing backoffice backup breaker cache configuration contents copies copies_sqlite guard home hub identified metrics observed openapi papers parts projects shapes tables tracking usage
# these two have lines that only a PostgreSQL reaches
LAB += $(if $(wildcard /usr/lib/postgresql/*/bin/initdb),copies_postgres database migrating)
COMMA := ,
EMPTY :=
SPACE := $(EMPTY) $(EMPTY)
CRITICAL := */proofbook/gate/*,*/proofbook/matchers/*,*/proofbook/expect.py,*/proofbook/model/status.py,$(subst $(SPACE),$(COMMA),$(strip $(LAB:%=*/checks/lab/%.py)))

# How many tests at once; more than two where there are the processors
JOBS ?= 2

## Every test; writes the reports that the site takes as evidence
test: $(READY)
	@mkdir -p build
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(JOBS) --junit-xml=build/junit.xml
	$(BIN)/coverage combine -q
	$(BIN)/coverage json -q --fail-under=0 -o build/coverage-critical.json --include='$(CRITICAL)'
	$(BIN)/coverage report --include='*/proofbook/*'

## Everything that must be green before a change lands
check: static test site twice

static: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## The site rendered twice from one results file is byte-identical
twice: $(READY)
	rm -rf build/one build/two
	SOURCE_DATE_EPOCH=1700000000 PROOFBOOK_RESULTS=read $(BIN)/mkdocs build -q -f $(CONFIG) -d build/one
	SOURCE_DATE_EPOCH=1700000000 PROOFBOOK_RESULTS=read $(BIN)/mkdocs build -q -f $(CONFIG) -d build/two
	diff -r build/one build/two
	@echo 'rendered twice: byte-identical'

## Speed, as ratios measured side by side in one run; FULL=1 for the long ones too
bench: $(READY)
	$(BIN)/python -m tests.benchmarks $(if $(FULL),--full)

## The README's pictures, of the site as it was built last (needs Chromium)
screenshots: $(READY)
	$(BIN)/python -m tests.screenshots

## Write the generated pages of docs/reference
reference: $(READY)
	$(BIN)/python -m checks.reference

## Pin what pyproject.toml asks for: all of it, and at its lowest what users need (needs uv)
lock:
	uv pip compile -q --universal --python-version 3.11 --extra all --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.lock pyproject.toml
	uv pip compile -q --universal --python-version 3.11 --resolution lowest-direct --extra mkdocs --extra postgres --generate-hashes --no-emit-index-url --no-header --no-annotate -o tests/package/lowest.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf site build .proofbook .coverage* $(VENV)
