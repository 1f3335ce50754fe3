"""The Label Studio server: its process, its data, its projects, and requests to it."""
