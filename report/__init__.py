"""The report: one HTML file that says how the platform is used, made from the models of transform/ and nothing else."""
