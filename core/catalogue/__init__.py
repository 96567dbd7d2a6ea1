"""The indicators of Table 3: what each is and how it is obtained."""
