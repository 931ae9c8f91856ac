// What Error objects remember of the stack. A record is an array of kWordsPerFrame values a frame.
#pragma once

#include <string>

#include "engine/interpreter/script.h"
#include "engine/objects/collections.h"

namespace scrim {

struct RecordedFrame {
  // kCombinator: no function but Promise.all and the like; receiver is the index, offset which of kPromiseCombinators.
  enum : uint32_t { kConstructing = 1, kAsync = 2, kCombinator = 4 };
  Value callee;
  Value receiver;
  Code* code = nullptr;  // null: a native function
  uint32_t offset = 0;   // of the running instruction, in 16-bit units
  uint32_t flags = 0;

  bool is_constructing() const { return flags & kConstructing; }
  bool is_async() const { return flags & kAsync; }
};
constexpr uint32_t kWordsPerFrame = 5;

// The async functions that wait for what runs, scrim's own among them, the innermost first; at most `limit`.
Value waiting_functions(Isolate& isolate, uint32_t limit);

uint32_t recorded_frame_count(Value frames);
RecordedFrame recorded_frame(Value frames, uint32_t index);

// The parts of V8's line for a frame; UTF-8, empty where V8 has null.
bool frame_is_toplevel(Isolate& isolate, const RecordedFrame& frame);
bool frame_is_eval(const RecordedFrame& frame);
std::string frame_function_name(Isolate& isolate, const RecordedFrame& frame);
std::string frame_type_name(Isolate& isolate, const RecordedFrame& frame);
// The property of the receiver that holds the function, if there is exactly one.
std::string frame_method_name(Isolate& isolate, const RecordedFrame& frame);
SourcePlace frame_place(const RecordedFrame& frame);
// "A.m [as n] (file:1:2)"
std::string frame_text(Isolate& isolate, const RecordedFrame& frame);
// "eval at f (file:1:2)" for code that the running code makes of a string.
std::string eval_origin(Isolate& isolate);

}  // namespace scrim
