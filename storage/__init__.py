"""What Drumbeat remembers: tables, queries, transactions. Knows nothing of the bot."""
