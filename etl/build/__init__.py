"""One build: tables, audit, publication, revisions and differences."""
