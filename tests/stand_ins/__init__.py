"""Loopback servers that speak the platforms' wire protocols and refuse what the platforms refuse."""
