"""What speaks to the API: requests, pages, days, records."""
