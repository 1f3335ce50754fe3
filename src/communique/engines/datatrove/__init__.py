"""Make shards with datatrove: on this machine, on a Slurm cluster, or on a Ray cluster.

This needs the extra `scale`. A pipeline has the steps `ReadShard`, `CleanDocuments` and
`WriteShard`, which share a `ShardJob`; the rank of a task is the number of its shard.
"""

from communique.engines.datatrove.executors import LocalShards, SlurmShards
from communique.engines.datatrove.job import ShardJob
from communique.engines.datatrove.launch import clean_with, running
from communique.engines.datatrove.pipeline_file import pipeline_file
from communique.engines.datatrove.ray_executor import RayShards
from communique.engines.datatrove.steps import CleanDocuments, ReadShard, WriteShard

__all__ = [
    "CleanDocuments",
    "LocalShards",
    "RayShards",
    "ReadShard",
    "ShardJob",
    "SlurmShards",
    "WriteShard",
    "clean_with",
    "pipeline_file",
    "running",
]
