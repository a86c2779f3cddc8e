// The same functions, as workerpool wants them.
require('workerpool').worker(require('./work.cjs'));
