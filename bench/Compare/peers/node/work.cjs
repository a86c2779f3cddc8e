// What the peers' workers run.
const fs = require('node:fs');

exports.square = x => x * x;

exports.echo = value => value;

exports.sleep = milliseconds => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  return milliseconds;
};

exports.resident = () => {
  const line = fs.readFileSync('/proc/self/status', 'ascii').split('\n').find(text => text.startsWith('VmRSS'));
  return Number(line.split(/\s+/)[1]) / 1024;
};
