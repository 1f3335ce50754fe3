"""What each verb does, without a terminal: values in, values out, files through the corpus."""
