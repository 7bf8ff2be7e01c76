"""python -m abm_kpis: the command line."""

from abm_kpis.cli import app

app()
