"""What every room stands on: errors, paths, strict models, the ledger, files written whole."""
