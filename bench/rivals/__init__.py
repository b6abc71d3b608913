"""Other engines, deciding the same criteria on the same requests. Each may be absent."""
