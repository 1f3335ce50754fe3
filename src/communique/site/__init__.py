"""The site of a corpus: pages that open from disk, without a server and without scripts."""
