"""What each rule does to the sample region, as a table for docs/guides/rules.md."""
