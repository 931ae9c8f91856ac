const crypto = require('node:crypto');
const show = (label, f) => { try { console.log(label, f()); } catch (error) { console.log(label, error.name, error.code, error.message); } };
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'ripemd160', 'blake2b512', 'SHA256', 'RSA-SHA256']) show(name, () => crypto.createHash(name).update('hello').update(Buffer.from([1, 2])).digest('hex'));
show('xof', () => crypto.createHash('shake256', { outputLength: 10 }).update('x').digest('base64'));
show('encodings', () => [crypto.createHash('md5').update('é', 'latin1').digest('base64url'), crypto.createHash('md5').update('6869', 'hex').digest('latin1').length]);
show('buffer', () => crypto.createHash('sha1').update('x').digest());
show('copy', () => { const a = crypto.createHash('sha1').update('a'); const b = a.copy(); a.update('b'); return [a.digest('hex'), b.digest('hex')]; });
show('bad', () => crypto.createHash('nope'));
show('twice', () => { const h = crypto.createHash('md5'); h.digest(); h.digest(); });
show('after', () => { const h = crypto.createHash('md5'); h.digest(); h.update('x'); });
show('type', () => crypto.createHash('md5').update(5));
show('hash', () => [crypto.hash('sha1', 'x'), crypto.hash('sha1', 'x', 'base64')]);
show('hmac', () => crypto.createHmac('sha256', 'key').update('data').digest('hex'));
show('hmac key', () => crypto.createHmac('sha1', Buffer.from('k')).update('d').digest('base64'));
show('hmac bad', () => crypto.createHmac('nope', 'k'));
show('hmac no key', () => crypto.createHmac('sha1'));
show('pbkdf2', () => crypto.pbkdf2Sync('secret', 'salt', 1000, 32, 'sha512').toString('hex'));
show('pbkdf2 bad', () => crypto.pbkdf2Sync('secret', 'salt', 1, 32, 'nope'));
show('pbkdf2 bad', () => crypto.pbkdf2Sync('secret', 'salt', 0, 32, 'sha1'));
show('scrypt', () => crypto.scryptSync('pw', 'salt', 16, { N: 1024 }).toString('hex'));
show('hkdf', () => Buffer.from(crypto.hkdfSync('sha512', 'key', 'salt', 'info', 40)).toString('hex'));
show('equal', () => [crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b'))]);
show('equal length', () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')));

show('uuid', () => [/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()), crypto.randomUUID() !== crypto.randomUUID()]);
show('bytes', () => [crypto.randomBytes(8).length, crypto.randomFillSync(new Uint32Array(2)).length, crypto.randomInt(5) < 5, crypto.randomInt(3, 4)]);
show('bytes bad', () => crypto.randomBytes(-1));
show('int bad', () => crypto.randomInt(5, 5));
const key = Buffer.alloc(32, 1);
const iv = Buffer.alloc(16, 2);
show('cbc', () => { const c = crypto.createCipheriv('aes-256-cbc', key, iv); return c.update('some text', 'utf8', 'hex') + c.final('hex'); });
show('round trip', () => { const c = crypto.createCipheriv('aes-256-ctr', key, iv); const e = Buffer.concat([c.update('secret'), c.final()]); const d = crypto.createDecipheriv('aes-256-ctr', key, iv); return d.update(e, undefined, 'utf8') + d.final('utf8'); });
show('gcm', () => { const c = crypto.createCipheriv('aes-256-gcm', key, iv.subarray(0, 12)); c.setAAD(Buffer.from('aad')); const e = c.update('secret', 'utf8', 'hex') + c.final('hex'); return [e, c.getAuthTag().toString('hex')]; });
show('wrong', () => { const d = crypto.createDecipheriv('aes-256-cbc', key, iv); d.update('00'.repeat(16), 'hex'); d.final(); });
show('bad key', () => crypto.createCipheriv('aes-256-cbc', 'short', iv));
show('bad iv', () => crypto.createCipheriv('aes-256-cbc', key, 'x'));
show('bad cipher', () => crypto.createCipheriv('nope', key, iv));
show('info', () => crypto.getCipherInfo('aes-128-cbc'));
crypto.pbkdf2('p', 's', 10, 8, 'sha1', (error, k) => {
  console.log(error, k);
  crypto.scrypt('p', 's', 8, { N: 16 }, (error2, k2) => {
    console.log(error2, k2);
    crypto.randomBytes(4, (error3, bytes) => {
      console.log(error3, bytes.length);
      crypto.subtle.digest('SHA-256', Buffer.from('x')).then((d) => console.log(Buffer.from(d).toString('hex')));
    });
  });
});
console.log(globalThis.crypto.getRandomValues(new Uint8Array(3)).length, globalThis.crypto === crypto.webcrypto);
