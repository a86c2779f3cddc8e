"""Python's pools of processes behind one pair of calls: map over inputs, and one call."""
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


class Missing(Exception):
    """A pool is not to be had here."""


class Multiprocessing:
    def __init__(self, workers, how, start="fork", tasks_per_worker=None):
        self._pool = get_context(start).Pool(workers, maxtasksperchild=tasks_per_worker)
        self._how = how

    def map(self, function, inputs):
        if self._how == "map":
            return self._pool.map(function, inputs)
        return list(self._pool.imap(function, inputs, 500 if self._how == "chunks" else 1))

    def one(self, function, value):
        return self._pool.apply(function, (value,))

    def close(self):
        self._pool.terminate()


class Executor:
    def __init__(self, executor):
        self._executor = executor

    def map(self, function, inputs):
        return list(self._executor.map(function, inputs))

    def one(self, function, value):
        return self._executor.submit(function, value).result()

    def close(self):
        self._executor.shutdown()


class Joblib:
    def __init__(self, workers):
        import joblib
        self._delayed = joblib.delayed
        self._parallel = joblib.Parallel(n_jobs=workers).__enter__()

    def map(self, function, inputs):
        return self._parallel(self._delayed(function)(value) for value in inputs)

    def one(self, function, value):
        return self.map(function, [value])[0]

    def close(self):
        self._parallel.__exit__(None, None, None)


def loky(workers):
    import loky
    return Executor(loky.ProcessPoolExecutor(max_workers=workers))


def create(kind, workers):
    name, _, start = kind.partition("-")
    try:
        if name == "executor":
            return Executor(ProcessPoolExecutor(workers, mp_context=get_context(start)))
        if name == "loky":
            return loky(workers)
        if name == "joblib":
            return Joblib(workers)
        if name == "single":
            return Multiprocessing(workers, "imap", start, tasks_per_worker=1)
        return Multiprocessing(workers, name, start or "fork")
    except ImportError as error:
        raise Missing(f"{error.name} is not installed") from error
