"""Reports for people and programs: pure functions of what a run saw. None computes a verdict."""
