// Runs one measure with one pool: a line in, a round of it, a line of JSON out.
const readline = require('node:readline');
const measures = require('./measures.cjs');
const { create } = require('./pools.cjs');

const say = answer => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function main(measure, kind, workers, size) {
  const pool = measure === 'cold' ? null : await create(kind, workers);
  say({ ready: true });
  for await (const _ of readline.createInterface({ input: process.stdin })) {
    const [values, result] = pool ? await measures[measure](pool, size) : await measures.cold(kind, workers);
    say({ values, result });
  }
  await pool?.close();
}

const [measure, kind, workers, size] = process.argv.slice(2);
main(measure, kind, Number(workers), Number(size)).then(() => process.exit(0));
