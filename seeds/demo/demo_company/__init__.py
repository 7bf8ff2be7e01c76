"""The demo company's raw tables, a module a subject; `generate.py` beside it runs them."""
