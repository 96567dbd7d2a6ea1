"""Everything that draws. Knows core, knows no page and no ETL."""
