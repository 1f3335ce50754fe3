"""Make what is sent to Label Studio: page configs, tasks, answers."""
