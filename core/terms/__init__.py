"""The words of statistics: territory, period, status."""
