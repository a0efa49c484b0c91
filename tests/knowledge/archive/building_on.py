"""A process that goes on with building an archive, noting how far it is after every part, until it is killed."""

import sys
from pathlib import Path

from knowledge.archive import building
from tests.articles import NOW

if __name__ == "__main__":
    building._AT_ONCE, building._SHARE = 20, 1e9
    folder, articles = map(Path, sys.argv[1:])
    done = iter(range(1_000_000))
    building.build(folder, [articles], NOW, lambda: print("on", flush=True) if next(done) % 20 == 0 else None, every=0)
