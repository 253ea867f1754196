"""Benefits of schoolchildren, of mothers and of small children."""
