# Everything runs from here: `make demo` for a first look, `make test` before a commit.
# Needs Python 3.11 or later with venv and pip, make, git and a package index; installs nothing globally.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The first of these that runs and is new enough (a shim that only prints an error is passed over).
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
# uv as found, else the pinned one in .tools/.
UV ?= $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
BIN := .venv/bin
WORKERS ?= 2
PAGE := docs/requirements.md

export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export UV_LINK_MODE := copy
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONPATH

.PHONY: help setup demo test format lint types imports fuzz bench attack reading wordings axe claims claims-bench outliers web-bench fhir-bench conformance conformance-cql conformance-fhir judge-cql judge-fhir rivals docs site pins clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.stamp ## install everything into .venv (again only when a pin changes)

demo: setup ## decide the sample requests and print one rationale
	@$(BIN)/coverable demo

test: setup ## format, lint, types, import contracts, then all tests and the requirements page
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/basedpyright
	@$(BIN)/python -m pytest -n $(WORKERS) --durations 10 --durations-min 2 --check-requirements=$(PAGE) $(PYTEST_ARGS)

format: setup ## write the format and the fixes that are safe
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

PAIRS ?= 10_000_000
TREES ?= 10000
DAMAGED ?= 20000
TORN ?= 5000

fuzz: setup ## random criteria and facts against a naive evaluator, proofs against brute force, damaged documents, torn policies, property tests
	@PYTHONPATH=tests $(BIN)/python -m logic.fuzz --pairs $(PAIRS) --workers $(WORKERS)
	@PYTHONPATH=tests $(BIN)/python -m logic.proofs --trees $(TREES)
	@PYTHONPATH=tests $(BIN)/python -m document.fuzz_readers --count $(DAMAGED) --workers $(WORKERS)
	@PYTHONPATH=tests $(BIN)/python -m document.fuzz_policies --count $(TORN) --workers $(WORKERS)
	@$(BIN)/python -m pytest -n $(WORKERS) -m hypothesis --hypothesis-profile fuzz $(PYTEST_ARGS) || [ $$? -eq 5 ]

SECONDS_EACH ?= 120

attack: setup .attack/.stamp ## schemathesis against a started server: the JSON of the pages, the endpoints for EHRs; no 5xx
	@PYTHONPATH=tests:. $(BIN)/python -m fhir.attack --seconds $(SECONDS_EACH)

bench: setup ## what deciding costs, next to plain closures and other engines; writes bench/RESULTS.md
	@$(BIN)/python -m bench.run $(BENCH_ARGS)

DOCUMENTS ?= 10000

reading: setup ## read 10,000 made-up documents of known content and write bench/READING.md
	@$(BIN)/python -m bench.reading.run --half both --documents $(DOCUMENTS) --processes $(WORKERS)

ROUNDS ?= first,second,third,fourth,fifth,sixth,seventh,eighth,ninth,tenth,eleventh,twelfth,thirteenth

wordings: setup ## read each wording of the made-up documents alone, and print how it was read (ROUNDS=fourth)
	@$(BIN)/python -m bench.reading.alone --rounds $(ROUNDS) --show --processes $(WORKERS)

axe: setup ## axe-core over the pages that we write (needs Chromium)
	@$(BIN)/python -m bench.axe

LINES ?= 100000
KILLS ?= 200

claims: setup ## claims row by row against check, a million rows against the exported SQL and Spark, 200 kills of a run
	@PYTHONPATH=tests $(BIN)/python -m claims.targets --check $(LINES)
	@COVERABLE_KILLS=$(KILLS) $(BIN)/python -m pytest -q tests/claims/test_runs.py -k killed $(PYTEST_ARGS)

claims-bench: setup ## what reviewing claims costs, next to pyarrow, DuckDB, Polars and Spark; writes bench/CLAIMS.md
	@POLARS=.bench/python $(BIN)/python -m bench.claims.run $(BENCH_ARGS)

RESPONSES := $(CURDIR)/build/responses
JUDGE := $(CURDIR)/.conformance/judge

conformance: conformance-cql conformance-fhir ## everything that is judged by others: CQL and FHIRPath, what the endpoints for EHRs answer

judge-cql: # the judges of CQL and FHIRPath, into .conformance/; `make test` asks them where they are
	@mkdir -p .conformance && cp tests/conformance/cql/package*.json .conformance/
	@npm ci --silent --no-fund --no-audit --prefix .conformance

judge-fhir: # the official HL7 validator
	@mvn -q -B -f tests/conformance/judge/pom.xml -Dinto=$(JUDGE) package

conformance-fhir: setup judge-fhir ## what the endpoints for EHRs answer, judged by the official HL7 validator (needs Java 17 with Maven, and the FHIR packages)
	@rm -rf $(RESPONSES)
	@COVERABLE_RESPONSES=$(RESPONSES) $(BIN)/python -m pytest -q -n $(WORKERS) tests/fhir $(PYTEST_ARGS)
	@$(BIN)/python tests/conformance/judge/judge.py $(JUDGE) $(RESPONSES)

RUNS ?= 20

outliers: setup ## compare made-up providers many times: false flags, planted ones found; writes bench/OUTLIERS.md
	@$(BIN)/python -m bench.outliers --runs $(RUNS)

web-bench: setup ## what pages cost the server and what they weigh; writes bench/WEB.md
	@$(BIN)/python -m bench.web $(BENCH_ARGS)

fhir-bench: setup ## what it costs to read a FHIR record and to answer an EHR; writes bench/FHIR.md and bench/CRD.md
	@$(BIN)/python -m bench.fhir
	@$(BIN)/python -m bench.crd $(BENCH_ARGS)

BUNDLES ?= 3000

conformance-cql: setup judge-cql ## install the judges of CQL and FHIRPath into .conformance/ (needs node and npm), and let them judge
	@COVERABLE_BUNDLES=$(BUNDLES) $(BIN)/python -m pytest -q tests/conformance $(PYTEST_ARGS)

rivals: setup ## install the engines that the benchmark compares with into .bench/ (needs npm for CQL)
	@mkdir -p .bench/node && cp bench/rivals/package.json .bench/node/
	@$(UV) pip install --quiet --python $(BIN)/python --target .bench/python -r bench/rivals/python.txt
	@npm install --silent --no-fund --no-audit --prefix .bench/node

docs: setup ## write docs/requirements.md from the marks and outcomes of the tests
	@$(BIN)/python -m pytest -q -n $(WORKERS) --write-requirements=$(PAGE) $(PYTEST_ARGS)

site: setup ## build the documentation as a site into build/site
	@rm -rf build/docs build/site && mkdir -p build/docs/bench && cp -r docs/. build/docs/ && cp bench/*.md build/docs/bench/
	@sed -i -E "s,\]\(\.\./bench/,](bench/,g; s,\]\(\.\./\.\./bench/,](../bench/,g" build/docs/*.md build/docs/*/*.md
	@sed -i "s,](../docs/,](../,g" build/docs/bench/*.md
	@$(BIN)/zensical build --clean --strict

COMPILE = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make pins"

pins: | $(if $(findstring .tools,$(UV)),.tools/.stamp) ## choose the newest versions that pyproject.toml allows
	@$(COMPILE) requirements/tools.in -o requirements/tools.txt
	@$(COMPILE) requirements/attack.in -o requirements/attack.txt
	@$(COMPILE) pyproject.toml -o requirements/run.txt
	@$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt

clean: ## remove what was installed and built here
	rm -rf .venv .tools .attack .bench .conformance build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.tools/.stamp: requirements/tools.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed and was not found; name one: make PYTHON=/path/to/python"; exit 2; }
	@rm -rf .tools && $(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --require-hashes -r requirements/tools.txt
	@touch $@

.attack/.stamp: requirements/attack.txt | $(if $(findstring .tools,$(UV)),.tools/.stamp)
	@$(UV) venv --quiet --clear --python $(BIN)/python .attack
	@$(UV) pip sync --quiet --require-hashes --python .attack/bin/python requirements/attack.txt
	@touch $@

.venv/.stamp: requirements/dev.txt pyproject.toml | $(if $(findstring .tools,$(UV)),.tools/.stamp)
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed and was not found; name one: make PYTHON=/path/to/python"; exit 2; }
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --clear --python "$(PYTHON)" .venv
	@$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements/dev.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@
