"""A process that changes article files and has its archive follow, or builds it anew, until it is killed."""

import random
import sys
from pathlib import Path

from knowledge.archive import Archive
from tests.articles import NOW
from tests.knowledge.archive.test_archive import DEEDS, PEOPLE, PLACES, put


def main(folder, seed):
    rng = random.Random(seed)
    archive = Archive(folder / "state", [folder / "articles"])
    archive.open(NOW)
    print("open", flush=True)
    while True:
        for _ in range(rng.randrange(1, 4)):
            number = rng.randrange(40)
            file = folder / "articles" / f"a{number:02}.json"
            if file.exists() and rng.random() < 0.3:
                file.unlink()
            else:
                who, deed, place = rng.choice(PEOPLE), rng.choice(DEEDS), rng.choice(PLACES)
                put(folder / "articles", number, f"{who} {deed} in {place}. Number {rng.randrange(99)} was told.")
        if rng.random() < 0.2:
            archive.rebuild(NOW)
        else:
            archive.refresh(NOW)
        print("changed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
