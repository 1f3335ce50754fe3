"""What goes to Label Studio: page configs, tasks, answers."""
