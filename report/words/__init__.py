"""All that the page says, and nothing that it computes: edit these files to change or translate its words."""
