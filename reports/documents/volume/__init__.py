"""归档卷: what lies in the volume of a room and a year, and how it is bound into one PDF."""
