"""Configs made for language models: a row is a question with its choices and the right answer."""
