"""Which journey each parcel gets: `solve` is the recipe, then one step per file; `first_fit` does without."""
