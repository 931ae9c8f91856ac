// What inline caches and an Observer know, for people: each site of each function with its state, the shapes it saw and
// where those were born. Everything here is plain data (no cells), made on request: scrim dump feedback, --trace-ic and
// --trace-shapes print it.
#pragma once

#include <string>
#include <vector>

#include "engine/bytecode/opcodes.h"
#include "engine/interpreter/cache.h"

namespace scrim {

// A place in a script; line 0: in none, or in one that is no longer there. Line and column count from 1, in UTF-16
// units, as in V8's stack traces.
struct Place {
  std::string file;
  std::string function;  // empty at the top level and in functions without a name
  uint32_t line = 0;
  uint32_t column = 0;
};
std::string to_text(const Place& place);

struct ShapeDescription {
  uint32_t number = 0;  // as dumps show shapes
  std::string text;     // "Point { x, y }"
  Place born;           // where the first object got this shape
};
// `most`: so many properties are named, "and 5 more" stands for the rest.
ShapeDescription describe_shape(Isolate& isolate, Shape* shape, uint32_t most = 8);

enum class SiteState : uint8_t {
  kNothing,      // no record: not reached twice, or reached with what is not cached
  kMonomorphic,  // one
  kPolymorphic,  // two to four
  kMegamorphic,  // more: the cache that all sites share
};
const char* to_string(SiteState state);
const char* to_string(CacheKind kind);

struct RecordDescription {
  CacheKind kind;
  bool is_valid;  // its validity cell holds: else the next use misses
  bool has_shape;
  ShapeDescription shape;  // of the receiver; primitives have a text only
  bool has_new_shape;
  ShapeDescription new_shape;  // of the object after a store that adds a property; of a constructor's instances
  std::string target;          // calls: the function seen, with its place; `in`: "present" or "absent"
};

struct SiteFeedback {
  uint32_t pc;
  bytecode::Opcode opcode;
  Place place;
  std::string key;  // of named accesses
  bool has_cache;   // the instruction has a feedback slot
  SiteState state;
  std::vector<RecordDescription> records;  // without those of megamorphic sites
  bool is_observed;                        // `seen` is filled in: an Observer looked on
  Observation seen;
};

struct FunctionFeedback {
  std::string name;
  Place place;
  uint32_t calls = 0;  // while an Observer looked on
  std::vector<SiteFeedback> sites;
};

// Of all functions that have feedback, in the order of their source, scrim's own code left out. Sites that were never
// reached are not listed.
std::vector<FunctionFeedback> collect_feedback(Isolate& isolate);
std::string to_text(const std::vector<FunctionFeedback>& functions);

// The bits of Observation's left, right and result.
struct SeenTypes {
  static constexpr uint16_t kInt32 = 1, kDouble = 2, kString = 4, kBigInt = 8, kBoolean = 16, kUndefined = 32,
                            kNull = 64, kSymbol = 128, kObject = 256, kEmpty = 512;
  static uint16_t of(Value value);
};
// The bits of Observation::receivers: 1 << ElementsKind of ordinary objects and arrays, then these.
struct SeenReceivers {
  static constexpr uint16_t kString = 1 << 8, kTypedArray = 1 << 9, kArguments = 1 << 10, kOtherObject = 1 << 11,
                            kPrimitive = 1 << 12;
  static uint16_t of(Value value);
};
std::string seen_types_text(uint16_t types);
std::string seen_receivers_text(uint16_t receivers);

// --trace-ic: what just became of the site of the running instruction.
void trace_site(Isolate& isolate, PropertyKey key, const CacheSlot& slot, const CacheSlot& record);
// Does nothing but bring gdb_types.cpp into the program.
void keep_types_for_gdb();
// Fills in where a shape was born, and --trace-shapes.
void initialize_shape_tracing(Isolate& isolate);

}  // namespace scrim
