"""The pages themselves, one module (or a few) each."""
