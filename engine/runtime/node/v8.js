// node:v8: heap snapshots in V8's format, and statistics.
'use strict';
const { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize } = require('internal/serialization');

function writeHeapSnapshot(filename) {
  const now = new Date();
  const two = (n) => String(n).padStart(2, '0');
  const name = filename ?? `Heap-${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-` +
    `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}-${process.pid}-0-001.heapsnapshot`;
  internal.writeHeapSnapshot(name);
  return name;
}

function getHeapStatistics() {
  const [used, total, external, limit] = internal.heapStatistics();
  return {
    total_heap_size: total, total_heap_size_executable: 0, total_physical_size: total,
    total_available_size: limit - used, used_heap_size: used, heap_size_limit: limit, malloced_memory: external,
    peak_malloced_memory: external, does_zap_garbage: 0, number_of_native_contexts: 1,
    number_of_detached_contexts: 0, total_global_handles_size: 0, used_global_handles_size: 0,
    external_memory: external,
  };
}

module.exports = {
  writeHeapSnapshot,
  getHeapStatistics,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  serialize,
  deserialize,
  setFlagsFromString() {},
};
