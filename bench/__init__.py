"""Speed, measured on the real path, beside a floor measured in the same run: `make bench`."""
