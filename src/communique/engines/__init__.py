"""Clean files of any size: shards of documents, in processes or on a cluster.

A run has an output folder. Its inputs are split into shards by a plan that depends on the inputs
alone, and each shard becomes one part. What makes a part is one plain function, `clean_shard`, so
every engine writes the same bytes, and a part that is finished is never made again.
"""

from communique.engines.clean_shard import CleanTask, ShardError, clean_shard
from communique.engines.errors import BusyRunError, InputError, OtherRunError
from communique.engines.finish import finish_run
from communique.engines.plan import SHARD_BYTES, Plan, Shard, make_plan
from communique.engines.report import Report, write_report
from communique.engines.run_folder import RunFolder
from communique.engines.settings import Settings
from communique.engines.start import start_run

__all__ = [
    "SHARD_BYTES",
    "BusyRunError",
    "CleanTask",
    "InputError",
    "OtherRunError",
    "Plan",
    "Report",
    "RunFolder",
    "Settings",
    "Shard",
    "ShardError",
    "clean_shard",
    "finish_run",
    "make_plan",
    "start_run",
    "write_report",
]
