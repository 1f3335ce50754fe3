"""The Label Studio server: its process, its data, its projects, and what it is asked."""
