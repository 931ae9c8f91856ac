// What util tells of the operating system's errors.
'use strict';

const io = internal.binding('io');
const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');

function check(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
}
function getSystemErrorMap() {
  const map = new Map();
  const list = io.allErrors();
  for (let i = 0; i < list.length; i += 2) map.set(-list[i + 1], io.errorWords(-list[i + 1]));
  return map;
}
function words(err, which) {
  check(err);
  const found = io.errorWords(err);
  return found[0] === 'UNKNOWN' ? `Unknown system error ${err}` : found[which];
}
const getSystemErrorName = (err) => words(err, 0);
const getSystemErrorMessage = (err) => words(err, 1);
// As Node words errors of handles: "write EPIPE".
function errnoException(err, syscall, original) {
  const code = getSystemErrorName(err);
  const error = new Error(original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`);
  return Object.assign(error, { errno: err, code, syscall });
}
function exceptionWithHostPort(err, syscall, address, port, additional) {
  const code = getSystemErrorName(err);
  let details = '';
  if (port > 0) details = ` ${address}:${port}`;
  else if (address) details = ` ${address}`;
  if (additional) details += ` - Local (${additional})`;
  const error = Object.assign(new Error(`${syscall} ${code}${details}`), { errno: err, code, syscall, address });
  if (port) error.port = port;
  return error;
}

module.exports = { getSystemErrorMap, getSystemErrorName, getSystemErrorMessage, errnoException, exceptionWithHostPort };
