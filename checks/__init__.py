"""This site's own checks, and under `lab` the deployment that they and the drills run against."""
