"""Reading files from outside. These modules know neither Django nor the database: they run in a child of their own."""
