// What util tells of the operating system's errors.
'use strict';

const io = internal.binding('io');
const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');

function check(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
}
let map;
function getSystemErrorMap() {
  if (map === undefined) {
    map = new Map();
    const list = io.allErrors();
    for (let i = 0; i < list.length; i += 2) map.set(-list[i + 1], [list[i], io.errorWords(-list[i + 1])[1]]);
  }
  return new Map(map);
}
function getSystemErrorName(err) {
  check(err);
  getSystemErrorMap();
  return map.get(err)?.[0] ?? `Unknown system error ${err}`;
}
function getSystemErrorMessage(err) {
  check(err);
  getSystemErrorMap();
  return map.get(err)?.[1] ?? `Unknown system error ${err}`;
}
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
