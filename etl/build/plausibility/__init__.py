"""Whether the figures of a build can be what they say: rules that doubt figures and never refuse a build."""
