"""Live entities of urban platforms (NGSI-LD)."""
