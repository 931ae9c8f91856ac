// A file of 1 GB streamed, hashed and copied into a sink: all bytes, the right digest, never more than 64 MB of memory.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const scrim = process.env.SCRIM;
assert.ok(scrim, 'run me with ctest, or set SCRIM to the executable');

test('a file of 1 GB in 64 MB', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scrim-big-'));
  try {
    const file = path.join(folder, 'big');
    const size = 2 ** 30;
    // Sparse, with something at both ends and in the middle.
    const descriptor = fs.openSync(file, 'w');
    for (const place of [0, size / 2 + 12345, size - 5]) fs.writeSync(descriptor, 'marks', place);
    fs.closeSync(descriptor);
    const program = `
      const fs = require('node:fs');
      const { pipeline } = require('node:stream/promises');
      const { Transform, Writable } = require('node:stream');
      let bytes = 0, marks = 0, last = '';
      const sample = require('node:crypto').createHash('sha256');
      pipeline(fs.createReadStream(${JSON.stringify(file)}), new Transform({ transform(chunk, encoding, done) { bytes += chunk.length; done(null, chunk); } }),
        new Writable({ write(chunk, encoding, done) { if (chunk.includes('marks')) { marks++; sample.update(chunk); } setImmediate(done); } })).then(() =>
        console.log(JSON.stringify({ bytes, marks, digest: sample.digest('hex'), rss: process.resourceUsage().maxRSS })));`;
    const run = spawnSync(scrim, ['-e', program], { encoding: 'utf8', timeout: 200_000 });
    assert.equal(run.status, 0, run.stderr);
    const { bytes, marks, digest, rss } = JSON.parse(run.stdout);
    const expected = createHash('sha256');
    const chunk = Buffer.alloc(65536);
    const reading = fs.openSync(file);
    for (const place of [0, Math.floor((size / 2 + 12345) / 65536) * 65536, size - 65536]) {
      fs.readSync(reading, chunk, 0, chunk.length, place);
      expected.update(chunk);
    }
    fs.closeSync(reading);
    assert.deepStrictEqual([bytes, marks, digest], [size, 3, expected.digest('hex')]);
    // A sanitizer keeps what was freed, to find its readers.
    if (!process.env.SCRIM_SANITIZE) assert.ok(rss < 64 * 1024, `${rss} KB`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
