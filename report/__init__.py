"""The report: one HTML file that says how the platform is used, and a digest for a chat, made from the models only."""
