// interpreter/: frames, dispatch, inline caches and feedback, calls, exceptions, generators.
//
// One frame layout for every tier (decision 7). The VM stack is reserved once, never moves and grows down. The frame
// pointer fp points at the header; all register operands are word offsets from it. Ascending in memory:
//
//        lower addresses
//     +------------------------+
//     | temporaries            |   fp[-1 - n], n up to the code's register count
//     | locals                 |   fp[-1], fp[-2], ...
//     +------------------------+
//  fp | caller's fp            |   fp[0]   null in an entry frame
//     | caller's pc            |   fp[1]   where the caller goes on
//     | code                   |   fp[2]   the running Code cell (null: a native)
//     | callee                 |   fp[3]   the running function object
//     | argument count         |   fp[4]   low half: without this, as passed; high half: FrameFlags
//     | new.target             |   fp[5]   undefined for a call
//     | environment            |   fp[6]
//     +------------------------+
//     | this                   |   fp[7]
//     | a0 ... an              |   fp[8] ...
//     +------------------------+
//        higher addresses: the caller's live registers
//
// A call's frame begins just under the caller's window. A call without a window of its own (a getter, spread, super in
// a default constructor) has its arguments written just below the caller's registers.
//
// The arguments are the top of the caller's window, read in place by natives. Extra arguments stay put; missing ones
// are padded with undefined once at entry (the span is moved down).
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/heap/value.h"

namespace scrim {

struct Code;
struct Function;
struct Environment;

struct FrameFlags {
  static constexpr uint32_t kEntry = 1 << 0;      // entered from C++: Return leaves interpret()
  static constexpr uint32_t kConstruct = 1 << 1;  // the result of a non-object return is `this`
  static constexpr uint32_t kNative = 1 << 2;
  static constexpr uint32_t kGenerator = 1 << 3;  // resumed: the frame was copied in
  static constexpr uint32_t kDiscard = 1 << 4;    // the calling instruction has no result (setters)
  // Units of the calling instruction where it is not a Call of six: getters, spread, super.
  static constexpr uint32_t kLengthShift = 8;
  static constexpr uint32_t of_length(uint32_t length) { return length << kLengthShift; }
};

struct Frame {
  Value* caller_fp;
  const uint16_t* caller_pc;
  Code* code;
  Value callee;
  uint32_t argument_count;
  uint32_t flags;
  Value new_target;
  Environment* environment;
  Value this_value;
  Value arguments[];

  static Frame* from(Value* fp) { return reinterpret_cast<Frame*>(fp); }
  Value* fp() { return reinterpret_cast<Value*>(this); }
  Value argument(uint32_t index) const { return index < argument_count ? arguments[index] : Value::undefined(); }
};

constexpr int kHeaderWords = 7;
constexpr int kThisOffset = 7;
constexpr int kFirstArgumentOffset = 8;
constexpr int register_offset(int index) {
  return -1 - index;
}

static_assert(sizeof(Frame) == 8 * kFirstArgumentOffset);
static_assert(offsetof(Frame, this_value) == 8 * kThisOffset);
static_assert(offsetof(Frame, environment) == 8 * 6);
static_assert(offsetof(Frame, code) == 8 * 2);
static_assert(offsetof(Frame, argument_count) == 8 * 4);

}  // namespace scrim
