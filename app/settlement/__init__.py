"""What the towns gave each other in services: the sheet of a month, and its entries in the ledger."""
