"""The dashboard: what pages share; only ever reads a published release."""
