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
IN_A_BROWSER := -u DATABASE_URL -u REDIS_URL DJANGO_ALLOW_ASYNC_UNSAFE=true
# Of `make gallery`: beginnings of names of screens, parts of names of variants, a sample's seed.
SCREENS ?=
VARIANTS ?=
SEED ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-all test-services journeys gallery pseudo weigh check bench ci messages lock format

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
	@env $(IN_A_BROWSER) $(PYTEST) tests/journeys -p no:xdist $(TESTS)

gallery: install-dev ## Photograph all screens, by day and night, wide and narrow (SCREENS=home,lesson VARIANTS=dark,ar SEED=)
	@echo "==> Pictures of the screens, into screenshots/gallery ..."
	@env $(IN_A_BROWSER) GALLERY_SCREENS="$(or $(SCREENS),$(if $(SEED),,all))" GALLERY_VARIANTS="$(VARIANTS)" \
		GALLERY_SEED="$(SEED)" $(PYTEST) tests/journeys/test_gallery.py -p no:xdist -q -s

pseudo: install-dev ## Look for hard-coded and cut-off words on all screens, in a made-up language (SCREENS=home,lesson)
	@env $(IN_A_BROWSER) PSEUDO_SCREENS="$(or $(SCREENS),all)" \
		$(PYTEST) tests/journeys/test_pseudo_locale.py -p no:xdist -q -s

guide: install-dev ## Take the pictures of the guide for authors anew, into docs/guide/pictures
	@env $(IN_A_BROWSER) $(PYTEST) tests/guide/take_pictures.py -p no:xdist -q -s

weigh: install-dev ## Weigh the pages against the budgets of docs/gallery.md
	@env $(IN_A_BROWSER) $(PYTEST) tests/journeys/test_weight.py -p no:xdist -q -s

check: install-dev ## Check style, types, imports, templates, migrations and production settings
	@$(BIN)/python deploy/local/check.py

bench: install-dev ## Measure speed against the bar of docs/performance.md
	@$(PYTEST) tests/bench/bench_requests.py -q -s -p no:xdist

ci: check test-all test-services journeys ## Everything that a change must pass

messages: install-dev ## Collect the words to translate into site/locale and compile them (needs GNU gettext)
	@$(BIN)/python deploy/local/messages.py

lock: install-dev ## Resolve requirements*.txt anew from pyproject.toml (needs the package index)
	$(BIN)/uv pip compile -q --custom-compile-command "make lock" --python-version 3.11 --universal \
		--generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --custom-compile-command "make lock" --python-version 3.11 --universal \
		--generate-hashes pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

format: install-dev ## Format Python and templates
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
