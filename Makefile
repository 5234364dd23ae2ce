# Everything this project does by hand, one word each; `make help` lists the words.
# Needs Python 3.11 to 3.13 and make, nothing else.

PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= $(or $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,$(shell \
	$(python) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $(python)))),python3)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# Other databases and services for the second run of the suite.
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_REDIS_URL ?= redis://127.0.0.1:6379/9
PROCESSES ?= 2
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-all test-services journeys check bench ci lock format

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

install: ## Make the virtual environment and install the product in it
	@$(PYTHON) deploy/local/environment.py requirements.txt

install-dev:
	@$(PYTHON) deploy/local/environment.py requirements-dev.txt

run: install ## Serve the site, worker and admin with the demo (PORT=8000)
	@exec env HOST=$(HOST) PORT=$(PORT) $(BIN)/python deploy/local/serve.py

test: install-dev ## Run the quick tests on SQLite (TESTS="tests/learning -k access" for some of them)
	@echo "==> Testing on SQLite, without the slow tests (make test-all runs them too) ..."
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(PROCESSES) -m "not slow" $(TESTS)

test-all: install-dev ## Run all tests on SQLite
	@echo "==> Testing on SQLite ..."
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(PROCESSES) $(TESTS)

test-services: install-dev ## Run the tests on PostgreSQL and Redis (TEST_DATABASE_URL, TEST_REDIS_URL)
	@echo "==> Testing on PostgreSQL and Redis ..."
	@DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) $(PYTEST) -n $(PROCESSES) $(TESTS)

journeys: install-dev ## Take the product's journeys in a browser (needs Chromium; screenshots/ holds what it saw)
	@echo "==> Journeys in a browser ..."
	@env -u DATABASE_URL -u REDIS_URL DJANGO_ALLOW_ASYNC_UNSAFE=true $(PYTEST) tests/journeys -p no:xdist $(TESTS)

check: install-dev ## Check style, types, imports, templates, migrations and production settings
	@$(BIN)/python deploy/local/check.py

bench: install-dev ## Measure speed against the bar of docs/performance.md
	@$(PYTEST) tests/bench/bench_requests.py -q -s -p no:xdist

ci: check test-all test-services journeys ## Everything that a change must pass

lock: install-dev ## Resolve requirements*.txt anew from pyproject.toml (needs the package index)
	$(BIN)/uv pip compile -q --custom-compile-command "make lock" --python-version 3.11 --universal \
		--generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --custom-compile-command "make lock" --python-version 3.11 --universal \
		--generate-hashes pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

format: install-dev ## Format Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
