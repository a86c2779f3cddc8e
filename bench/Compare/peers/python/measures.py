"""One round of each measure: gives the values and what was computed."""
import array
import time

import work
from pools import create


def checksum(values):
    total = 0
    for value in values:
        total = (total * 31 + value) % 2147483647
    return str(total)


def tasks(pool, count):
    start = time.perf_counter()
    results = pool.map(work.square, range(count))
    seconds = time.perf_counter() - start
    return [count / seconds], checksum(results)


def round_trip(pool, count):
    times, results = [], []
    for x in range(count):
        start = time.perf_counter()
        results.append(pool.one(work.square, x))
        times.append((time.perf_counter() - start) * 1e6)
    times.sort()
    return [times[count // 2], times[count * 99 // 100]], checksum(results)


def echo(pool, value, size):
    start = time.perf_counter()
    result = pool.one(work.echo, value)
    seconds = time.perf_counter() - start
    return [size / seconds / 2**20], "equal" if result == value else "different"


def octets(pool, size):
    return echo(pool, (bytes(i * 7 & 255 for i in range(256)) * (size // 256 + 1))[:size], size)


def doubles(pool, size):
    return echo(pool, array.array("d", range(size // 8)), size)


def uneven(pool, count):
    inputs = [count if place == 5 else 1 for place in range(count)]
    start = time.perf_counter()
    results = pool.map(work.sleep, inputs)
    return [(time.perf_counter() - start) * 1000], checksum(results)


def sustained(pool, count):
    return tasks(pool, count)


def burst(pool, count):
    time.sleep(0.2)
    start = time.monotonic()
    begun = pool.map(work.moment, range(count))
    return [(max(begun) - start) * 1000], str(len(begun))


def resident(pool, _):
    pool.one(work.square, 3)
    return [pool.one(work.resident, 0)], "9"


def cold(kind, workers, count):
    start = time.perf_counter()
    pool = create(kind, workers)
    result = pool.one(work.square, 7)
    milliseconds = (time.perf_counter() - start) * 1000
    pool.close()
    return [milliseconds], str(result)
