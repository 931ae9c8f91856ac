// node:v8: heap snapshots in V8's format, and statistics.
'use strict';
const { make } = require('internal/errors');
const { validateString } = require('internal/validators');
const { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize } = require('internal/serialization');

function writeHeapSnapshot(filename, options) {
  if (options !== undefined) require('internal/validators').validateObject(options, 'options');
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

// One space: cells are not sorted by age or kind into others.
function getHeapSpaceStatistics() {
  const [used, total, , limit] = internal.heapStatistics();
  return [{ space_name: 'cells', space_size: total, space_used_size: used, space_available_size: limit - used, physical_space_size: total }];
}
function getHeapSnapshot() {
  const fs = require('fs');
  const file = require('path').join(require('os').tmpdir(), `scrim-${process.pid}-${Date.now()}.heapsnapshot`);
  internal.writeHeapSnapshot(file);
  const stream = fs.createReadStream(file);
  stream.once('close', () => fs.rmSync(file, { force: true }));
  return stream;
}
function notBuilding() { throw make('ERR_NOT_BUILDING_SNAPSHOT'); }

module.exports = {
  writeHeapSnapshot,
  getHeapStatistics,
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  serialize,
  deserialize,
  setFlagsFromString(flags) { validateString(flags, 'flags'); },
  cachedDataVersionTag: () => 0,
  getCppHeapStatistics: () => ({ committed_size_bytes: 0, resident_size_bytes: 0, used_size_bytes: 0, space_statistics: [], type_names: [], detail_level: 'detailed' }),
  getHeapCodeStatistics: () => ({ code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0 }),
  getHeapSpaceStatistics,
  getHeapSnapshot,
  isStringOneByteRepresentation(content) {
    validateString(content, 'content');
    return !/[^\0-\xff]/.test(content);
  },
  startupSnapshot: {
    isBuildingSnapshot: () => false,
    addSerializeCallback: notBuilding, addDeserializeCallback: notBuilding, setDeserializeMainFunction: notBuilding,
  },
  stopCoverage() {},
  takeCoverage() {},
};
