"""Pictures drawn by ourselves: the map of rooms needs no service outside."""
