"""One load: what is asked, combined, derived, aggregated and witnessed."""
