// Keys of a terminal: escape sequences taken apart into 'keypress' events; the width of text in columns.
'use strict';

const { StringDecoder } = require('string_decoder');
const kState = Symbol('keypress');

// What follows ESC [ or ESC O, with the name of the key.
const kSequences = { __proto__: null };
for (const [name, codes] of Object.entries({
  f1: 'OP [11~ [[A', f2: 'OQ [12~ [[B', f3: 'OR [13~ [[C', f4: 'OS [14~ [[D', f5: '[15~ [[E', f6: '[17~', f7: '[18~', f8: '[19~', f9: '[20~',
  f10: '[21~', f11: '[23~', f12: '[24~', up: '[A OA', down: '[B OB', right: '[C OC', left: '[D OD', clear: '[E OE', end: '[F OF [4~ [8~',
  home: '[H OH [1~ [7~', insert: '[2~', delete: '[3~', pageup: '[5~ [[5~', pagedown: '[6~ [[6~', 'paste-start': '[200~', 'paste-end': '[201~',
})) for (const code of codes.split(' ')) kSequences[code] = { name };
for (const [code, name] of Object.entries({ '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear', '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown', '[7$': 'home', '[8$': 'end' })) kSequences[code] = { name, shift: true };
for (const [code, name] of Object.entries({ Oa: 'up', Ob: 'down', Oc: 'right', Od: 'left', Oe: 'clear', '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown', '[7^': 'home', '[8^': 'end' })) kSequences[code] = { name, ctrl: true };
kSequences['[Z'] = { name: 'tab', shift: true };

// A generator that is given one character at a time ('' : the escape time is over).
function* keys(stream) {
  for (;;) {
    let ch = yield;
    let sequence = ch;
    let escaped = false;
    const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };
    if (ch === '\x1b') {
      escaped = true;
      sequence += ch = yield;
      if (ch === '\x1b') sequence += ch = yield;
    }
    if (escaped && (ch === 'O' || ch === '[')) {
      let code = ch;
      let modifier = 0;
      if (ch === 'O') {
        sequence += ch = yield;
        if (ch >= '0' && ch <= '9') {
          modifier = (ch >> 0) - 1;
          sequence += ch = yield;
        }
        code += ch;
      } else {
        sequence += ch = yield;
        if (ch === '[') {
          code += ch;
          sequence += ch = yield;
        }
        const start = sequence.length - 1;
        while (ch >= '0' && ch <= '9') sequence += ch = yield;
        if (ch === ';') {
          sequence += ch = yield;
          while (ch >= '0' && ch <= '9') sequence += ch = yield;
        }
        const command = sequence.slice(start);
        let match;
        if ((match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(command))) {
          if (match[4]) code += match[4];
          else {
            code += match[1] + match[3];
            modifier = (match[2] || 1) - 1;
          }
        } else if ((match = /^((\d;)?(\d))?([A-Za-z])$/.exec(command))) {
          code += match[4];
          modifier = (match[3] || 1) - 1;
        } else {
          code += command;
        }
      }
      key.ctrl = !!(modifier & 4);
      key.meta = !!(modifier & 10);
      key.shift = !!(modifier & 1);
      key.code = code;
      Object.assign(key, kSequences[code] ?? { name: 'undefined' });
    } else if (ch === '\r') {
      key.name = 'return';
      key.meta = escaped;
    } else if (ch === '\n') {
      key.name = 'enter';
      key.meta = escaped;
    } else if (ch === '\t') {
      key.name = 'tab';
      key.meta = escaped;
    } else if (ch === '\b' || ch === '\x7f') {
      key.name = 'backspace';
      key.meta = escaped;
    } else if (ch === '\x1b') {
      key.name = 'escape';
      key.meta = escaped;
    } else if (ch === ' ') {
      key.name = 'space';
      key.meta = escaped;
    } else if (!escaped && ch <= '\x1a') {
      key.name = String.fromCharCode(ch.charCodeAt(0) + 96);
      key.ctrl = true;
    } else if (/^[0-9A-Za-z]$/.test(ch)) {
      key.name = ch.toLowerCase();
      key.shift = /^[A-Z]$/.test(ch);
      key.meta = escaped;
    } else if (escaped) {
      key.name = ch.length ? undefined : 'escape';
      key.meta = true;
    }
    key.sequence = sequence;
    if (sequence.length !== 0 && (key.name !== undefined || escaped)) stream.emit('keypress', escaped ? undefined : sequence, key);
    else if ([...sequence].length === 1) stream.emit('keypress', sequence, key);
  }
}

function emitKeypressEvents(stream, iface = {}) {
  if (stream[kState]) return;
  const decoder = new StringDecoder('utf8');
  const parser = keys(stream);
  parser.next();
  stream[kState] = parser;
  let timer;
  const onData = (input) => {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = decoder.write(input);
    if (!text) return;
    clearTimeout(timer);
    iface.isCompletionEnabled = false;
    let length = 0;
    for (const character of text) {
      length += character.length;
      if (length === text.length) iface.isCompletionEnabled = true;
      try {
        parser.next(character);
        // An escape by itself is known only by what does not follow.
        if (length === text.length && character === '\x1b') timer = setTimeout(() => parser.next(''), iface.escapeCodeTimeout ?? 500);
      } catch (error) {
        stream[kState] = keys(stream);
        stream[kState].next();
        throw error;
      }
    }
  };
  const onNewListener = (event) => {
    if (event === 'keypress') {
      stream.on('data', onData);
      stream.removeListener('newListener', onNewListener);
    }
  };
  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}

const kWide = /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const kZero = /^[\u0300-\u036f\u200b-\u200f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/;
function stringWidth(text) {
  text = text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').normalize('NFC');
  let width = 0;
  for (const c of text) {
    if (c < ' ' || (c >= '\x7f' && c < '\xa0') || kZero.test(c)) continue;
    width += kWide.test(c) ? 2 : 1;
  }
  return width;
}

module.exports = { emitKeypressEvents, stringWidth };
