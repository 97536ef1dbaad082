"""What is said to people, in each language of the contract: one catalogue per file."""
