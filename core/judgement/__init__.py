"""What may be said of figures: trend, target, verdict, peers, movers, what is unusual."""
