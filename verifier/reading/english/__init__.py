"""What English words say, as data: one table a class of words. `lexis` reads them."""
