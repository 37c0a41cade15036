# The terminal's commands: `make demo` and `make test` set everything up by themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-face fuzz soak screenshots lock clean
bin := .venv/bin

help: ## these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the terminal and all its devices simulated, in a window; without a display a scripted tour with pictures
	@scripts/setup demo
	@$(bin)/kiosk demo $(if $(DISPLAY)$(WAYLAND_DISPLAY),,--tour)

test: check ## everything that CI runs: the static checks, the tests, and a plug pulled at every seam of every flow
	@status=0; $(bin)/pytest -n 2 --ignore tests/crash || status=1; $(bin)/pytest tests/crash || status=1; exit $$status

check: ## the static checks alone: style, types, layers, QML
	@scripts/setup test
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/basedpyright
	$(bin)/lint-imports
	scripts/qmllint

bench: ## the figures to reach, each printed with its limit
	@scripts/setup bench
	@status=0; for part in benchmarks/[a-z]*.py; do $(bin)/python $$part || status=1; done; exit $$status

bench-face: ## a thousand seeded streams before the camera, counted: who passes and who must not; ten minutes
	@scripts/setup bench
	@$(bin)/python benchmarks/face.py --streams 1000

fuzz: ## a million inputs for each parser of outside bytes, long walks and long monkeys; takes hours
	@scripts/setup test
	@$(bin)/python -c "import atheris" 2>/dev/null || $(bin)/pip install --quiet "atheris>=3"
	@scripts/fuzz
	@KIOSK_THOROUGH=1 $(bin)/pytest tests/kiosk/test_double_entry.py tests/ui/test_monkey.py tests/journeys/test_monkey_in_sessions.py \
		tests/sandbox/test_backend_contract.py -q

soak: ## ten thousand visits with seeded faults before the real screen; takes about 40 minutes, longer beside other work
	@scripts/setup test
	@scripts/soak

screenshots: ## every page, theme and size as pictures in docs/screens, with an index
	@scripts/setup demo
	@$(bin)/kiosk gallery --folder docs/screens

lock: ## requirements/*.txt anew from pyproject.toml
	scripts/lock

clean: ## away with the environment and everything built
	rm -rf .venv build *.egg-info
