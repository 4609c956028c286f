"""The long and rough tests, one after another: each wants the machine for itself."""

import testing
from workshop import enter


def main(arguments: list[str]) -> int:
    return testing.run(arguments, ["-v", "-m", "drill", *arguments], checks=False)


if __name__ == "__main__":
    enter(main)
