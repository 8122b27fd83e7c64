# `make` alone lists the commands. Each makes the environment first, if that is needed.
PYTHON ?= $(if $(filter Windows_NT,$(OS)),python,python3)
WORKERS ?= 2
PY := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
AS_ROOT := $(if $(filter 0,$(shell id -u 2>&1)),--allow-root)# in a container there is often nobody else
PARALLEL := --numprocesses $(WORKERS) --dist loadfile

# A folder with a Pyodide release: the site then carries Python for the browser along.
export PYODIDE

.DEFAULT_GOAL := help
.PHONY: help setup read lab book zip pdf notebooks test test-lite quick types bench mutants newest lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## make or update .venv, the project's own Python environment
	@$(PYTHON) tools/setup.py

read: setup ## build the book if it is stale, serve it on this machine and open it
	@$(PY) tools/book.py read

lab: setup ## open the chapters in JupyterLab, to run and change them
	@$(PY) -m jupyter lab book $(AS_ROOT)

book: setup ## build the book if it is stale: build/book/_build/html
	@$(PY) tools/book.py build

zip: setup ## pack the book, built anew if stale: one file, no server needed
	@$(PY) tools/book.py zip

pdf: setup ## print the book, built anew if stale, with an installed Chromium
	@$(PY) tools/pdf.py

notebooks: setup ## run every chapter and store it in canonical form
	@$(PY) tools/notebooks.py run

test: book ## run every check: style, types, all tests, all chapters
	@$(PY) -m pytest $(PARALLEL) --nbval book tests --ignore tests/lite

test-lite: setup ## run every chapter in JupyterLite: make test-lite PYODIDE=DIR
	@$(PY) -m pytest --numprocesses $(WORKERS) --dist load tests/lite

quick: setup ## run style, types and the fast tests, in about a minute
	@$(PY) -m pytest $(PARALLEL) -m "not slow and not browser and not frameworks" tests

types: setup ## fetch TypeScript, to check the types of the JavaScript
	@$(PY) tools/fetch_typescript.py

bench: setup ## time nnbook beside its peers
	@$(PY) -m benchmarks

mutants: setup ## break the core in known ways and see a test fail for each
	@$(PY) tools/mutants.py

newest: setup ## see whether the newest releases still give the same numbers
	@$(PY) tools/newest.py

lock: setup ## resolve the dependencies anew: requirements.lock, environment.yml
	@$(PY) tools/lock.py

clean: ## remove the environment and all that was built
	@rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache
