// Node's pools of processes behind one call: run a function of work.cjs.
const path = require('node:path');

const work = path.join(__dirname, 'work.cjs');

const creators = {
  'jest-worker': async workers => {
    const { Worker } = require('jest-worker');
    const pool = new Worker(work, { numWorkers: workers, enableWorkerThreads: false, exposedMethods: Object.keys(require('./work.cjs')) });
    return { run: (name, value) => pool[name](value), close: () => pool.end() };
  },
  workerpool: async workers => {
    const pool = require('workerpool').pool(path.join(__dirname, 'workerpool-work.cjs'), {
      minWorkers: workers,
      maxWorkers: workers,
      workerType: 'process',
      forkOpts: { serialization: 'advanced' },
    });
    return { run: (name, value) => pool.exec(name, [value]), close: () => pool.terminate(true) };
  },
  tinypool: async workers => {
    const { default: Tinypool } = await import('tinypool');
    const pool = new Tinypool({
      filename: work,
      runtime: 'child_process',
      serialization: 'advanced',
      minThreads: workers,
      maxThreads: workers,
    });
    return { run: (name, value) => pool.run(value, { name }), close: () => pool.destroy() };
  },
};

exports.create = (kind, workers) => creators[kind](workers);
