// What setTimeout and setInterval say about a delay that they cannot keep; it is 1 ms then.
'use strict';

const said = new Set();
function warn(name, text) {
  process.emitWarning(`${text}.\nTimeout duration was set to 1.`, name);
}
function once(name, text) {
  if (said.has(name)) return;
  said.add(name);
  warn(name, text);
}

module.exports = function warnOfTimeout(after) {
  if (after > 0) warn('TimeoutOverflowWarning', `${after} does not fit into a 32-bit signed integer`);
  else if (after < 0) once('TimeoutNegativeWarning', `${after} is a negative number`);
  else once('TimeoutNaNWarning', `${after} is not a number`);
};
