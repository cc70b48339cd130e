"""What must never be printed by accident: numbers, addresses and names that lead to a person."""
