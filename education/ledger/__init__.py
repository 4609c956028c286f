"""The ledger: claims, the sources they rest on, and who checked them."""
