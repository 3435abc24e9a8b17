"""What is served over HTTP: health, metrics, and the routes that adapters hand in."""
