"""Official measures, dated and sourced; no rule."""
