"""dados.gov.pt."""
