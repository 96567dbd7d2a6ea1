"""The kinds of rules of the alerts, one module each, declared there as `KIND`."""
