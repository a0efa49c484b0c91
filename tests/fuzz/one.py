"""One target under atheris: `python -m tests.fuzz.one TARGET` and libFuzzer's own arguments.

Coverage is that of our own code: with it, libFuzzer keeps the inputs that reach something new and goes on from them.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["knowledge", "bot.rendering", "bot.markup"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until libFuzzer's time is up; it ends the process itself."""
    name = sys.argv.pop(1)
    target = TARGETS[name]
    for file in sorted((Path(__file__).parent / "corpus" / name).iterdir()):
        target(file.read_bytes())  # a language's patterns are compiled once, which is no input's fault
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
