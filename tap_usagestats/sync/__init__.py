"""What a sync does: plan days, read streams side by side, write them, report progress."""
