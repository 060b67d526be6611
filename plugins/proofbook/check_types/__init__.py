"""What can be looked at: one module a check type, named in one table."""
