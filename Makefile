# The targets of Hubbub. Each makes the environment that it needs in .venv first.
PYTHON ?= python3
FOR_RUNNING = @$(PYTHON) bootstrap.py run
FOR_TESTS = @$(PYTHON) bootstrap.py test
TSC = npx --yes --package typescript@7.0.2 -- tsc

.PHONY: help run demo test check coverage bench faults fuzz lock

help:  ## what can be made
	@grep -hE '^[a-z]+: .*## ' Makefile | sed -E 's/: .*## /\t/' | expand -t 12

run:  ## start the chat server
	$(FOR_RUNNING) hubbub run

demo:  ## fill it with rooms and people, then start it
	$(FOR_RUNNING) hubbub demo
	$(FOR_RUNNING) hubbub run

test:  ## every test, on both databases and in a real browser
	$(FOR_TESTS) python tests/run.py

coverage:  ## the same, and which lines of the program no test has run
	$(FOR_TESTS) python tests/run.py coverage

faults:  ## the tests that kill, freeze and cut, in their long form; and every bench in small
	$(FOR_TESTS) python tests/run.py faults test_bench.py

fuzz:  ## the API asked what its own document allows, and what it does not, in the long form
	$(FOR_TESTS) python tests/run.py fuzz

check:  ## lint, format, types
	$(FOR_TESTS) ruff check
	$(FOR_TESTS) ruff format --check
	$(FOR_TESTS) mypy
	@if command -v npx > /dev/null; then $(TSC) -p tests/js; else echo "Without npm the scripts' types stay unchecked."; fi

bench:  ## every figure, beside rivals and the bare kernel; a quarter of an hour
	$(FOR_TESTS) python -m bench.run

lock:  ## take the newest versions that pyproject.toml allows
	$(FOR_TESTS) python requirements/lock.py
