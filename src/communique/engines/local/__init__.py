"""Make shards in processes of this machine."""

from communique.engines.local.pool import Listener, WorkerError, run_shards

__all__ = ["Listener", "WorkerError", "run_shards"]
