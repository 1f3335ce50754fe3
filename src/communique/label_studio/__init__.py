"""Everything for Label Studio: page configs, tasks, the server, and the reader of its exports."""

from communique.label_studio.reading.reader import read_export

__all__ = ["read_export"]
