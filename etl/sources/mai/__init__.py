"""The elections' administration (SG MAI)."""
