"""Make shards in processes of this machine."""

from communique.engines.local.listener import Listener, Silent
from communique.engines.local.pool import WorkerError, run_shards

__all__ = ["Listener", "Silent", "WorkerError", "run_shards"]
