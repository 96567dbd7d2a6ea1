"""What the words mean: catalogue, territory, period, store, queries, errors. Imports nothing else of ours."""
