"""How a library on disk does as it grows, beside its peers in the same run; see `benchmarks.scale.__main__`."""
