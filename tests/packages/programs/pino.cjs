const { Writable } = require('node:stream');
const pino = require('pino');

const logger = pino({ base: undefined, timestamp: false, redact: ['password', 'user.*.token'], serializers: { req: (req) => ({ method: req.method }) } }, pino.destination({ sync: true }));
logger.info('hello world');
logger.error({ code: 7 }, 'failed with %s and %d', 'x', 4.5);
logger.debug('not shown');
logger.child({ module: 'db' }, { level: 'trace' }).trace({ req: { method: 'GET', secret: 1 } }, 'query');
logger.warn({ password: 'p', user: { a: { token: 't', name: 'n' } } });
logger.level = 'fatal';
logger.error('muted');
logger.fatal(Object.assign(new RangeError('deep'), { stack: 'no stack', extra: 1n === 1n }));
console.log(logger.isLevelEnabled('info'), logger.bindings(), pino.levels.labels);
const seen = [];
const custom = pino({ customLevels: { audit: 35 }, formatters: { level: (label) => ({ level: label }), log: (object) => ({ ...object, seen: true }) }, messageKey: 'text', mixin: () => ({ mixed: 1 }), timestamp: () => ',"time":"now"', base: { app: 'a' } },
  new Writable({ write(chunk, encoding, done) { seen.push(JSON.parse(chunk)); done(); } }));
custom.audit({ deep: { deeper: [1, undefined, () => 1] } }, 'audited');
custom.info({ date: new Date(0), big: 12345678901234567890n, weird: '\u0000"\ud800' }, 'odd');
setImmediate(() => {
  console.log(seen);
  // A transport runs in a worker thread: what happens where there is none is told by the error.
  const multi = pino({ base: undefined, timestamp: false }, pino.multistream([{ level: 'error', stream: process.stdout }, { stream: new Writable({ write(chunk, e, done) { console.log('all:', String(chunk).trim()); done(); } }) }]));
  multi.info('one');
  multi.error('both');
});
