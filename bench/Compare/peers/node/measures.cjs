// One round of each measure: gives the values and what was computed.
const { create } = require('./pools.cjs');

const checksum = values => String(values.reduce((total, value) => (total * 31 + value) % 2147483647, 0));

const range = count => Array.from({ length: count }, (_, x) => x);

async function tasks(pool, count) {
  const start = performance.now();
  const results = await Promise.all(range(count).map(x => pool.run('square', x)));
  return [[count * 1000 / (performance.now() - start)], checksum(results)];
}

async function round_trip(pool, count) {
  const times = [];
  const results = [];
  for (let x = 0; x < count; x++) {
    const start = performance.now();
    results.push(await pool.run('square', x));
    times.push((performance.now() - start) * 1000);
  }
  times.sort((a, b) => a - b);
  return [[times[Math.floor(count / 2)], times[Math.floor(count * 0.99)]], checksum(results)];
}

async function echo(pool, value, size) {
  const start = performance.now();
  const result = await pool.run('echo', value);
  const seconds = (performance.now() - start) / 1000;
  const isEqual = Buffer.compare(Buffer.from(result.buffer, result.byteOffset, result.byteLength), Buffer.from(value.buffer)) === 0;
  return [[size / seconds / 2 ** 20], isEqual ? 'equal' : 'different'];
}

const octets = (pool, size) => echo(pool, Uint8Array.from({ length: size }, (_, i) => i * 7 & 255), size);

const doubles = (pool, size) => echo(pool, Float64Array.from({ length: size / 8 }, (_, i) => i), size);

async function uneven(pool, count) {
  const start = performance.now();
  const results = await Promise.all(range(count).map(place => pool.run('sleep', place === 5 ? count : 1)));
  return [[performance.now() - start], checksum(results)];
}

async function resident(pool) {
  const square = await pool.run('square', 3);
  return [[await pool.run('resident', 0)], String(square)];
}

async function cold(kind, workers) {
  const start = performance.now();
  const pool = await create(kind, workers);
  const result = await pool.run('square', 7);
  const milliseconds = performance.now() - start;
  await pool.close();
  return [[milliseconds], String(result)];
}

module.exports = { tasks, round_trip, octets, doubles, uneven, resident, cold };
