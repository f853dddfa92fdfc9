# The two that everybody needs: `make run` and `make test`. Everything is done by scripts/; nothing here but names.
.DEFAULT_GOAL := help
.PHONY: help run test photographs dev build bench doctor

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## install what is missing, build, load demonstration data once, serve http://127.0.0.1:3000
	@scripts/run

test: ## everything: format, lints, unit, database, HTTP, process and browser tests (ARGS=--fast: without browser)
	@scripts/test $(ARGS)

photographs: ## approve how pages look now: take anew the photographs that tests compare them with
	@scripts/photographs

dev: ## build and serve again at every change
	@scripts/dev

build: ## release build: target/release/bussola and target/site
	@scripts/build

bench: ## measurements, each against a rival in the same run
	@scripts/bench $(ARGS)

doctor: ## say what is missing or wrong; installs and changes nothing
	@scripts/doctor
