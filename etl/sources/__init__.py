"""The sources: a room each, of one shape. `query` says what may be asked, `connector` asks and reads."""
