// node:worker_threads: there is one thread so far. https://nodejs.org/api/worker_threads.html
'use strict';
const { notYet } = require('internal/errors');
const { MessageChannel, MessagePort, BroadcastChannel, receiveMessageOnPort } = require('internal/web/messages');

class Worker {
  constructor() { throw notYet('worker threads'); }
}
const environment = new Map();
module.exports = {
  isInternalThread: false, isMainThread: true, MessagePort, MessageChannel,
  markAsUncloneable() {}, markAsUntransferable() {}, isMarkedAsUntransferable: () => false,
  moveMessagePortToContext: (port) => port, receiveMessageOnPort, resourceLimits: {},
  postMessageToThread() { throw notYet('worker threads'); },
  threadId: 0, threadName: '', SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'), Worker, parentPort: null, workerData: null, BroadcastChannel,
  setEnvironmentData: (key, value) => { value === undefined ? environment.delete(key) : environment.set(key, value); },
  getEnvironmentData: (key) => environment.get(key),
};
