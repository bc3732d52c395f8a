"""Excel in and out: workbooks that people fill, checked row by row, and written only when they say so."""
