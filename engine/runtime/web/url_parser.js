// The URL record and its parser. https://url.spec.whatwg.org/#url-parsing
'use strict';
const web = internal.binding('web');

const kSpecial = { __proto__: null, 'ftp:': 21, 'file:': null, 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443 };
const isSpecialScheme = (scheme) => `${scheme}:` in kSpecial;
const isSpecial = (url) => isSpecialScheme(url.scheme);
const defaultPort = (scheme) => kSpecial[`${scheme}:`];

// --- https://url.spec.whatwg.org/#percent-encoded-bytes: one test a set, for ASCII characters
const control = (c) => c <= 0x1f || c > 0x7e;
const inText = (text) => {
  const codes = new Set([...text].map((c) => c.charCodeAt(0)));
  return (c) => codes.has(c);
};
const union = (...tests) => (c) => tests.some((test) => test(c));
const fragment = union(control, inText(' "<>`'));
const query = union(control, inText(' "#<>'));
const specialQuery = union(query, inText("'"));
const path = union(query, inText('?^`{}'));
const userinfo = union(path, inText('/:;=@[\\]|'));
const component = union(userinfo, inText('$%&+,'));
const form = union(component, inText("!'()~"));
const kSets = { control, fragment, query, specialQuery, path, userinfo, component, form };
// Each set as a pattern of what it leaves alone.
const kTables = new Map();
function tableOf(set) {
  let table = kTables.get(set);
  if (!table) {
    table = new Uint8Array(128);
    for (let c = 0; c < 128; ++c) table[c] = set(c) ? 1 : 0;
    kTables.set(set, table);
  }
  return table;
}
const hex = (byte) => `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
function percentEncode(text, set) {
  const table = tableOf(set);
  let plain = true;
  for (let i = 0; i < text.length; ++i) {
    const c = text.charCodeAt(i);
    if (c >= 128 || table[c]) {
      plain = false;
      break;
    }
  }
  if (plain) return text;
  let out = '';
  for (const byte of web.encodeUtf8(text)) out += byte >= 128 || table[byte] ? hex(byte) : String.fromCharCode(byte);
  return out;
}
function percentDecodeToText(text) {
  if (!text.includes('%')) return text;
  return require('internal/web/url').percentDecode(text);
}

// --- https://url.spec.whatwg.org/#host-parsing

const kForbiddenHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const kForbiddenDomain = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

function parseIpv4Number(text) {
  if (text === '') return NaN;
  let radix = 10;
  if (/^0[xX]/.test(text)) {
    text = text.slice(2);
    radix = 16;
  } else if (text.length >= 2 && text[0] === '0') {
    text = text.slice(1);
    radix = 8;
  }
  if (text === '') return 0;
  const digits = radix === 10 ? /^[0-9]+$/ : radix === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/;
  return digits.test(text) ? parseInt(text, radix) : NaN;
}
function endsInNumber(text) {
  const parts = text.split('.');
  if (parts.at(-1) === '') {
    if (parts.length === 1) return false;
    parts.pop();
  }
  const last = parts.at(-1);
  return /^[0-9]+$/.test(last) || !Number.isNaN(/^0[xX]/.test(last) ? parseIpv4Number(last) : NaN);
}
function parseIpv4(text) {
  const parts = text.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (parts.length > 4) return null;
  const numbers = parts.map(parseIpv4Number);
  if (numbers.some(Number.isNaN)) return null;
  if (numbers.slice(0, -1).some((n) => n > 255)) return null;
  if (numbers.at(-1) >= 256 ** (5 - numbers.length)) return null;
  let address = numbers.at(-1);
  numbers.slice(0, -1).forEach((n, i) => { address += n * 256 ** (3 - i); });
  return address;
}
function parseIpv6(text) {
  const address = [0, 0, 0, 0, 0, 0, 0, 0];
  let piece = 0;
  let compress = null;
  let i = 0;
  const isHex = (c) => c !== undefined && /[0-9a-fA-F]/.test(c);
  const isDigit = (c) => c !== undefined && c >= '0' && c <= '9';
  if (text[i] === ':') {
    if (text[i + 1] !== ':') return null;
    i += 2;
    compress = ++piece;
  }
  while (i < text.length) {
    if (piece === 8) return null;
    if (text[i] === ':') {
      if (compress !== null) return null;
      ++i;
      compress = ++piece;
      continue;
    }
    let value = 0;
    let length = 0;
    while (length < 4 && isHex(text[i])) {
      value = value * 16 + parseInt(text[i++], 16);
      ++length;
    }
    if (text[i] === '.') {
      if (length === 0) return null;
      i -= length;
      if (piece > 6) return null;
      let seen = 0;
      while (i < text.length) {
        let part = null;
        if (seen > 0) {
          if (text[i] !== '.' || seen >= 4) return null;
          ++i;
        }
        if (!isDigit(text[i])) return null;
        while (isDigit(text[i])) {
          const digit = +text[i];
          if (part === null) part = digit;
          else if (part === 0) return null;
          else part = part * 10 + digit;
          if (part > 255) return null;
          ++i;
        }
        address[piece] = address[piece] * 256 + part;
        ++seen;
        if (seen === 2 || seen === 4) ++piece;
      }
      if (seen !== 4) return null;
      break;
    } else if (text[i] === ':') {
      ++i;
      if (i >= text.length) return null;
    } else if (i < text.length) return null;
    address[piece++] = value;
  }
  if (compress !== null) {
    let swaps = piece - compress;
    piece = 7;
    while (piece !== 0 && swaps > 0) {
      const other = compress + swaps - 1;
      [address[piece], address[other]] = [address[other], address[piece]];
      --piece;
      --swaps;
    }
  } else if (piece !== 8) return null;
  return address;
}
function serializeIpv6(address) {
  let best = null;
  let bestSize = 1;
  for (let i = 0; i < 8;) {
    if (address[i] !== 0) {
      ++i;
      continue;
    }
    const begin = i;
    while (i < 8 && address[i] === 0) ++i;
    if (i - begin > bestSize) {
      best = begin;
      bestSize = i - begin;
    }
  }
  let out = '';
  for (let i = 0; i < 8; ++i) {
    if (i === best) {
      out += i === 0 ? '::' : ':';
      i += bestSize - 1;
      continue;
    }
    out += address[i].toString(16);
    if (i !== 7) out += ':';
  }
  return out;
}
const serializeIpv4 = (address) => [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join('.');

// A host is its text: domains in ASCII, IPv4 dotted, IPv6 in brackets.
function parseHost(input, notSpecial = false) {
  if (input[0] === '[') {
    if (input.at(-1) !== ']') return null;
    const address = parseIpv6(input.slice(1, -1));
    return address === null ? null : `[${serializeIpv6(address)}]`;
  }
  if (notSpecial) return kForbiddenHost.test(input) ? null : percentEncode(input, kSets.control);
  let domain = percentDecodeToText(input);
  // Most names need no mapping.
  let ascii;
  if (/^[a-z0-9.\-_]+$/.test(domain) && !domain.includes('xn--')) ascii = domain;
  else if (/^[\0-\x7f]*$/.test(domain) && !/xn--/i.test(domain)) ascii = domain.toLowerCase();
  else ascii = web.toAscii(domain, false);
  if (ascii === undefined || ascii === '' || kForbiddenDomain.test(ascii)) return null;
  if (endsInNumber(ascii)) {
    const address = parseIpv4(ascii);
    return address === null ? null : serializeIpv4(address);
  }
  return ascii;
}
const serializeHost = (host) => host;

// --- the record

const newRecord = () => ({ scheme: '', username: '', password: '', host: null, port: null, path: [], opaque: false, query: null, fragment: null });

const isWindowsLetter = (text) => /^[a-zA-Z][:|]$/.test(text);
const isNormalizedWindowsLetter = (text) => /^[a-zA-Z]:$/.test(text);
const startsWithWindowsLetter = (text) => /^[a-zA-Z][:|](?:[/\\?#]|$)/.test(text);
const isSingleDot = (text) => text === '.' || /^%2e$/i.test(text);
const isDoubleDot = (text) => text === '..' || /^(?:\.|%2e)(?:\.|%2e)$/i.test(text);

function shorten(url) {
  if (url.scheme === 'file' && url.path.length === 1 && isNormalizedWindowsLetter(url.path[0])) return;
  url.path.pop();
}
const cannotHaveCredentials = (url) => url.host === null || url.host === '' || url.scheme === 'file';

// https://url.spec.whatwg.org/#concept-basic-url-parser. `state` with `url` is an override (a setter). Null: a failure.
function parse(input, base = null, url = null, state = null) {
  const override = state;
  if (url === null) {
    url = newRecord();
    input = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
  }
  input = input.replace(/[\t\n\r]/g, '');
  state ??= 'scheme start';
  let buffer = '';
  let atSeen = false;
  let inBrackets = false;
  let passwordSeen = false;
  const points = [...input];
  for (let i = 0; ; ++i) {
    const c = points[i];  // undefined: the end
    const end = c === undefined;
    switch (state) {
      case 'scheme start':
        if (!end && /[a-zA-Z]/.test(c)) {
          buffer += c.toLowerCase();
          state = 'scheme';
        } else if (!override) {
          state = 'no scheme';
          --i;
        } else return null;
        break;
      case 'scheme':
        if (!end && /[a-zA-Z0-9+\-.]/.test(c)) buffer += c.toLowerCase();
        else if (c === ':') {
          if (override) {
            if (isSpecialScheme(url.scheme) !== isSpecialScheme(buffer)) return url;
            if ((url.username !== '' || url.password !== '' || url.port !== null) && buffer === 'file') return url;
            if (url.scheme === 'file' && (url.host === null || url.host === '')) return url;
          }
          url.scheme = buffer;
          if (override) {
            if (url.port === defaultPort(url.scheme)) url.port = null;
            return url;
          }
          buffer = '';
          if (url.scheme === 'file') state = 'file';
          else if (isSpecial(url) && base !== null && base.scheme === url.scheme) state = 'special relative or authority';
          else if (isSpecial(url)) state = 'special authority slashes';
          else if (points[i + 1] === '/') {
            state = 'path or authority';
            ++i;
          } else {
            url.path = '';
            url.opaque = true;
            state = 'opaque path';
          }
        } else if (!override) {
          buffer = '';
          state = 'no scheme';
          i = -1;
        } else return null;
        break;
      case 'no scheme':
        if (base === null || (base.opaque && c !== '#')) return null;
        if (base.opaque) {
          Object.assign(url, { scheme: base.scheme, path: base.path, opaque: true, query: base.query, fragment: '' });
          state = 'fragment';
        } else {
          state = base.scheme === 'file' ? 'file' : 'relative';
          --i;
        }
        break;
      case 'special relative or authority':
        if (c === '/' && points[i + 1] === '/') {
          state = 'special authority ignore slashes';
          ++i;
        } else {
          state = 'relative';
          --i;
        }
        break;
      case 'path or authority':
        if (c === '/') state = 'authority';
        else {
          state = 'path';
          --i;
        }
        break;
      case 'relative':
        url.scheme = base.scheme;
        if (c === '/') state = 'relative slash';
        else if (isSpecial(url) && c === '\\') state = 'relative slash';
        else {
          Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port, path: [...base.path], query: base.query });
          if (c === '?') {
            url.query = '';
            state = 'query';
          } else if (c === '#') {
            url.fragment = '';
            state = 'fragment';
          } else if (!end) {
            url.query = null;
            shorten(url);
            state = 'path';
            --i;
          }
        }
        break;
      case 'relative slash':
        if (isSpecial(url) && (c === '/' || c === '\\')) state = 'special authority ignore slashes';
        else if (c === '/') state = 'authority';
        else {
          Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port });
          state = 'path';
          --i;
        }
        break;
      case 'special authority slashes':
        state = 'special authority ignore slashes';
        if (c === '/' && points[i + 1] === '/') ++i;
        else --i;
        break;
      case 'special authority ignore slashes':
        if (c !== '/' && c !== '\\') {
          state = 'authority';
          --i;
        }
        break;
      case 'authority':
        if (c === '@') {
          if (atSeen) buffer = `%40${buffer}`;
          atSeen = true;
          let text = buffer;
          if (!passwordSeen) {
            const colon = text.indexOf(':');
            if (colon >= 0) {
              url.username += percentEncode(text.slice(0, colon), kSets.userinfo);
              text = text.slice(colon + 1);
              passwordSeen = true;
            }
          }
          if (passwordSeen) url.password += percentEncode(text, kSets.userinfo);
          else url.username += percentEncode(text, kSets.userinfo);
          buffer = '';
        } else if (end || c === '/' || c === '?' || c === '#' || (isSpecial(url) && c === '\\')) {
          if (atSeen && buffer === '') return null;
          i -= [...buffer].length + 1;
          buffer = '';
          state = 'host';
        } else buffer += c;
        break;
      case 'host':
      case 'hostname':
        if (override && url.scheme === 'file') {
          --i;
          state = 'file host';
        } else if (c === ':' && !inBrackets) {
          if (buffer === '') return null;
          if (override === 'hostname') return null;
          const host = parseHost(buffer, !isSpecial(url));
          if (host === null) return null;
          url.host = host;
          buffer = '';
          state = 'port';
        } else if (end || c === '/' || c === '?' || c === '#' || (isSpecial(url) && c === '\\')) {
          --i;
          if (isSpecial(url) && buffer === '') return null;
          if (override && buffer === '' && (url.username !== '' || url.password !== '' || url.port !== null)) return null;
          const host = parseHost(buffer, !isSpecial(url));
          if (host === null) return null;
          url.host = host;
          buffer = '';
          state = 'path start';
          if (override) return url;
        } else {
          if (c === '[') inBrackets = true;
          if (c === ']') inBrackets = false;
          buffer += c;
        }
        break;
      case 'port':
        if (!end && c >= '0' && c <= '9') buffer += c;
        else if (end || c === '/' || c === '?' || c === '#' || (isSpecial(url) && c === '\\') || override) {
          if (buffer !== '') {
            const port = parseInt(buffer, 10);
            if (port > 65535) return null;
            url.port = port === defaultPort(url.scheme) ? null : port;
            buffer = '';
            if (override) return url;
          }
          if (override) return null;
          state = 'path start';
          --i;
        } else return null;
        break;
      case 'file':
        url.scheme = 'file';
        url.host = '';
        if (c === '/' || c === '\\') state = 'file slash';
        else if (base !== null && base.scheme === 'file') {
          Object.assign(url, { host: base.host, path: [...base.path], query: base.query });
          if (c === '?') {
            url.query = '';
            state = 'query';
          } else if (c === '#') {
            url.fragment = '';
            state = 'fragment';
          } else if (!end) {
            url.query = null;
            if (!startsWithWindowsLetter(points.slice(i).join(''))) shorten(url);
            else url.path = [];
            state = 'path';
            --i;
          }
        } else {
          state = 'path';
          --i;
        }
        break;
      case 'file slash':
        if (c === '/' || c === '\\') state = 'file host';
        else {
          if (base !== null && base.scheme === 'file') {
            url.host = base.host;
            if (!startsWithWindowsLetter(points.slice(i).join('')) && base.path.length > 0 && isNormalizedWindowsLetter(base.path[0])) url.path.push(base.path[0]);
          }
          state = 'path';
          --i;
        }
        break;
      case 'file host':
        if (end || c === '/' || c === '\\' || c === '?' || c === '#') {
          --i;
          if (!override && isWindowsLetter(buffer)) state = 'path';
          else if (buffer === '') {
            url.host = '';
            if (override) return url;
            state = 'path start';
          } else {
            let host = parseHost(buffer, !isSpecial(url));
            if (host === null) return null;
            if (host === 'localhost') host = '';
            url.host = host;
            if (override) return url;
            buffer = '';
            state = 'path start';
          }
        } else buffer += c;
        break;
      case 'path start':
        if (isSpecial(url)) {
          state = 'path';
          if (c !== '/' && c !== '\\') --i;
        } else if (!override && c === '?') {
          url.query = '';
          state = 'query';
        } else if (!override && c === '#') {
          url.fragment = '';
          state = 'fragment';
        } else if (!end) {
          state = 'path';
          if (c !== '/') --i;
        } else if (override && url.host === null) url.path.push('');
        break;
      case 'path':
        if (end || c === '/' || (isSpecial(url) && c === '\\') || (!override && (c === '?' || c === '#'))) {
          const slash = c === '/' || (isSpecial(url) && c === '\\');
          if (isDoubleDot(buffer)) {
            shorten(url);
            if (!slash) url.path.push('');
          } else if (isSingleDot(buffer)) {
            if (!slash) url.path.push('');
          } else {
            if (url.scheme === 'file' && url.path.length === 0 && isWindowsLetter(buffer)) buffer = `${buffer[0]}:`;
            url.path.push(buffer);
          }
          buffer = '';
          if (c === '?') {
            url.query = '';
            state = 'query';
          }
          if (c === '#') {
            url.fragment = '';
            state = 'fragment';
          }
        } else buffer += percentEncode(c, kSets.path);
        break;
      case 'opaque path':
        if (c === '?' || c === '#') {
          // A space before what follows would be lost with it.
          if (url.path.endsWith(' ')) url.path = `${url.path.slice(0, -1)}%20`;
          if (c === '?') {
            url.query = '';
            state = 'query';
          } else {
            url.fragment = '';
            state = 'fragment';
          }
        } else if (!end) url.path += percentEncode(c, kSets.control);
        break;
      case 'query':
        if ((!override && c === '#') || end) {
          url.query += percentEncode(buffer, isSpecial(url) ? kSets.specialQuery : kSets.query);
          buffer = '';
          if (c === '#') {
            url.fragment = '';
            state = 'fragment';
          }
        } else buffer += c;
        break;
      default:  // fragment
        if (!end) {
          url.fragment += percentEncode(points.slice(i).join(''), kSets.fragment);
          i = points.length;
          return url;
        }
    }
    if (end && i >= points.length) return url;
  }
}

function serializePath(url) {
  if (url.opaque) return url.path;
  let out = '';
  for (const segment of url.path) out += `/${segment}`;
  return out;
}
function serialize(url, withoutFragment = false) {
  let out = `${url.scheme}:`;
  if (url.host !== null) {
    out += '//';
    if (url.username !== '' || url.password !== '') out += `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
    out += url.host;
    if (url.port !== null) out += `:${url.port}`;
  } else if (!url.opaque && url.path.length > 1 && url.path[0] === '') out += '/.';
  out += serializePath(url);
  if (url.query !== null) out += `?${url.query}`;
  if (!withoutFragment && url.fragment !== null) out += `#${url.fragment}`;
  return out;
}
function origin(url) {
  if (url.scheme === 'blob') {
    const inner = parse(serializePath(url));
    return inner !== null && (inner.scheme === 'http' || inner.scheme === 'https') ? origin(inner) : 'null';
  }
  if (!isSpecial(url) || url.scheme === 'file') return 'null';
  return `${url.scheme}://${url.host}${url.port === null ? '' : `:${url.port}`}`;
}

// A setter that fails leaves the record as it was.
function attempt(url, f) {
  const copy = { ...url, path: Array.isArray(url.path) ? [...url.path] : url.path };
  if (f(copy) !== null) Object.assign(url, copy);
}
const setters = {
  protocol: (url, value) => attempt(url, (copy) => parse(`${value}:`, null, copy, 'scheme start')),
  host: (url, value) => { if (!url.opaque) attempt(url, (copy) => parse(value, null, copy, 'host')); },
  hostname: (url, value) => { if (!url.opaque) attempt(url, (copy) => parse(value, null, copy, 'hostname')); },
  port(url, value) {
    if (cannotHaveCredentials(url)) return;
    if (value === '') url.port = null;
    else attempt(url, (copy) => parse(value, null, copy, 'port'));
  },
  pathname(url, value) {
    if (url.opaque) return;
    url.path = [];
    parse(value, null, url, 'path start');
  },
  search(url, value) {
    if (value === '') {
      url.query = null;
      return;
    }
    url.query = '';
    parse(value[0] === '?' ? value.slice(1) : value, null, url, 'query');
  },
  hash(url, value) {
    if (value === '') {
      url.fragment = null;
      return;
    }
    url.fragment = '';
    parse(value[0] === '#' ? value.slice(1) : value, null, url, 'fragment');
  },
};

module.exports = { parse, serialize, serializePath, serializeHost, percentEncode, kSets, cannotHaveCredentials, setters, isSpecial, origin };
