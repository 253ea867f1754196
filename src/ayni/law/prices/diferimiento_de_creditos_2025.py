"""Diferimiento de créditos: six months without instalments on social housing and small producers' loans; recorded."""
