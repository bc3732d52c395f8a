# What a person needs; everything is set up on the way. Settings come from the environment: PORT, DATABASE_URL, REDIS_URL.
python := .venv/bin/python

.PHONY: run setup stop test check fix diagram screenshots bench torture tools test-tools

run: tools  ## everything in one terminal, Ctrl-C ends it
	@exec $(python) manage.py run

setup: tools  ## the set-up alone
	@$(python) manage.py prepare

stop:  ## end what a crash left behind
	@$(python) manage.py stop

# The browser's way through the product comes after everything else, two ways at a time.
test: test-tools
ifdef tests
	@.venv/bin/pytest -n 2 $(tests)
else
	@.venv/bin/pytest -n 2 --ignore=tests/e2e tests
	@.venv/bin/pytest -n 2 tests/e2e
endif

check: tools
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	.venv/bin/lint-imports
	$(python) manage.py makemigrations --check --dry-run
	@set -a; . deploy/production.env; $(python) manage.py check --deploy --fail-level WARNING

fix: tools  ## format, and mend what can be mended
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

diagram: tools  ## what docs/ say of the code: states, figures, the pack file
	@$(python) manage.py workflow_diagram
	@$(python) manage.py figures_page
	@$(python) manage.py practices_page

screenshots: test-tools  ## docs/screenshots from the browser tests
	@CONSULT_SCREENSHOTS=1 .venv/bin/pytest tests/e2e

bench: test-tools  ## the pages beside bare Django at 10,000 consultations; cases=100000 for more
	@$(python) -m tests.bench --cases $(or $(cases),10000)

torture: test-tools
	@.venv/bin/pytest -s tests/faults

tools:
	@python3 deploy/setup.py

test-tools:
	@python3 deploy/setup.py --test
