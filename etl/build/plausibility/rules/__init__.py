"""The rules of plausibility, one module each, declared there as `RULE`."""
