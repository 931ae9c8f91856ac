const { Writable } = require('node:stream');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const winston = require('winston');

const { combine, colorize, errors, json, label, metadata, printf, splat, simple, timestamp, prettyPrint } = winston.format;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'winston-'));
const lines = [];
const memory = new Writable({ write(chunk, encoding, done) { lines.push(String(chunk)); done(); } });
const logger = winston.createLogger({
  level: 'debug',
  format: combine(errors({ stack: false }), splat(), label({ label: 'shop' }), json()),
  defaultMeta: { service: 'user-service' },
  transports: [
    new winston.transports.Console({ format: combine(colorize({ all: true, colors: { info: 'blue' } }), printf((info) => `${info.level}: ${info.message} [${info.label}]`)) }),
    new winston.transports.File({ filename: path.join(folder, 'error.log'), level: 'error' }),
    new winston.transports.Stream({ stream: memory, format: simple() }),
  ],
});
logger.info('Hello again distributed logs');
logger.warn('%d of %s', 3, 'many', { extra: [1, 2] });
logger.error(new Error('broken'));
logger.debug('details', { id: 7 });
logger.silly('never seen');
const child = logger.child({ requestId: '451' });
child.http('a request');
logger.log({ level: 'verbose', message: 'as an object', nested: { a: { b: 1 } } });
const syslog = winston.createLogger({ levels: winston.config.syslog.levels, format: combine(metadata(), prettyPrint()), transports: [new winston.transports.Console()] });
syslog.notice('noted', { user: 'x' });
syslog.emerg('all is lost');
const profiler = logger.startTimer();
profiler.done({ message: 'timed', level: 'silly' });
logger.on('finish', () => setTimeout(() => {
  console.log(lines);
  console.log(fs.readFileSync(path.join(folder, 'error.log'), 'utf8').trim());
  fs.rmSync(folder, { recursive: true });
}, 100));
logger.end();
