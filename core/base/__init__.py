"""What every room stands on: errors, paths, strict models, the ledger and the atomic write."""
