# make run, make test, make check, make bench: each creates .venv by itself.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test check bench pictures cli-docs clean

run: $(STAMP)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then \
		$(BIN)/mapview seeds; \
	else \
		mkdir -p out && \
		$(BIN)/mapview export seeds out/first-timeline.png --at 2026-01-15 && \
		$(BIN)/mapview export seeds out/first-timeline.html --at 2026-01-15 && \
		echo "There is no display: wrote out/first-timeline.png and out/first-timeline.html instead of opening the window."; \
	fi

test: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mapview check seeds

bench: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

pictures: $(STAMP)
	QT_QPA_PLATFORM=offscreen $(BIN)/python scripts/make_pictures.py

cli-docs: $(STAMP)
	$(BIN)/python scripts/write_cli_docs.py

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25"
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv out dist build
