"""Runs one measure with one pool: a line in, a round of it, a line of JSON out."""
import json
import os
import sys

import measures
from pools import Missing, create


def say(answer):
    print(json.dumps(answer), flush=True)


def next_line():
    # Not through sys.stdin: its lock, held while it waits, would be copied into workers that a pool forks meanwhile, and they close it.
    return os.read(0, 4096)


def main(measure, kind, workers, size):
    try:
        pool = create(kind, workers)
    except Missing as missing:
        say({"missing": str(missing)})
        return
    if measure == "cold":
        pool.close()
    say({"ready": True})
    while next_line():
        if measure == "cold":
            values, result = measures.cold(kind, workers, size)
        else:
            values, result = getattr(measures, measure)(pool, size)
        say({"values": values, "result": result})
    pool.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    os._exit(0)
