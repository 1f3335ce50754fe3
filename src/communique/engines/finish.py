"""End a run whose parts are all finished."""

from communique.engines.local import Listener
from communique.engines.report import Report, write_report
from communique.engines.run_folder import RunFolder
from communique.engines.whole_run import remove_repeated_lines


def finish_run(folder: RunFolder, workers: int, listener: Listener) -> Report:
    """Remove repeated lines if the settings say so, and write the report.

    Raises OSError, WorkerError.
    """
    remove_repeated_lines(folder, workers, listener)
    report = write_report(folder)
    folder.remove_running()
    return report
