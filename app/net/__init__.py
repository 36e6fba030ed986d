"""The network: one shared client, what its answers mean, and how long to wait; the only importer of httpx."""
