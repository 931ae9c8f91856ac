// Runs the scripts of this folder and compares what they print with what Node printed (regenerate.mjs), once plainly
// and once with a collection every few allocations.
#include <gtest/gtest.h>

#include "engine/builtins/builtins.h"
#include "engine/interpreter/script.h"
#include "tests/support/files.h"

namespace scrim {
namespace {

struct Run {
  Isolate* isolate;
  std::string source;
  std::string output;
};

Completion<Value> print(Isolate& isolate, Frame& frame) {
  String* text = TRY(to_string(isolate, frame.argument(0)));
  static_cast<Run*>(isolate.host.context)->output += to_utf8(isolate, text) + "\n";
  return Value::undefined();
}

void run_script(void* context) {
  Run& run = *static_cast<Run*>(context);
  Isolate& isolate = *run.isolate;
  initialize_interpreter(isolate);
  register_builtins(isolate);
  isolate.host.context = &run;
  isolate.current_realm = new_realm(isolate);
  PropertyKey name = key_from_latin1(isolate, "print");
  put_direct(isolate, isolate.realm().global_object, name, Value(new_native_function(isolate, print, name, 1)));
  CompileRequest request;
  request.text = run.source;
  request.name = "test.js";
  Completion<Value> result = evaluate_script(isolate, std::move(request));
  if (result.failed()) run.output += "threw " + describe_for_error(isolate, isolate.take_exception()) + "\n";
}

std::string output_of(const std::string& name, const IsolateOptions& options) {
  Isolate isolate(options);
  Run run{&isolate, read_file(std::string(SCRIM_SOURCE_DIR "/tests/unit/builtins/") + name + ".js"), ""};
  isolate.run_on_stack(run_script, &run);
  return run.output;
}

class Builtins : public testing::TestWithParam<const char*> {};

TEST_P(Builtins, PrintWhatNodePrints) {
  std::string name = GetParam();
  std::string expected = read_file(std::string(SCRIM_SOURCE_DIR "/tests/unit/builtins/") + name + ".expected.txt");
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(output_of(name, {}), expected);
}

TEST_P(Builtins, PrintTheSameWhenCollectionsAreFrequent) {
  std::string name = GetParam();
  IsolateOptions options;
  options.heap.stress_gc = true;
  options.heap.stress_interval = 97;
  EXPECT_EQ(output_of(name, options), output_of(name, {}));
}

INSTANTIATE_TEST_SUITE_P(Scripts, Builtins, testing::Values("collections", "messages"));

}  // namespace
}  // namespace scrim
