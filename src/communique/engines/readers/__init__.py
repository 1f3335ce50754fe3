"""Read records from files, one after another. A bad record is a fault, not an exception."""

from communique.engines.readers.pieces import read_shard

__all__ = ["read_shard"]
