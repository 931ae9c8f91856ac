// libFuzzer target for the front end: any bytes give a tree whose ranges lie in the text, scopes that are resolved, and
// dumps. Build with the clang preset and -DSCRIM_FUZZ=ON, run: build/clang/engine/syntax/fuzz_syntax CORPUS
// -max_len=4096
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/assert.h"
#include "engine/regexp/literal_validator.h"
#include "engine/syntax/ast_visit.h"
#include "engine/syntax/dump.h"
#include "engine/syntax/token.h"

using namespace scrim::syntax;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  SourceText source(std::string(reinterpret_cast<const char*>(data + 1), size - 1), "fuzz");
  static constexpr std::string_view kWrapper[] = {"exports", "require", "module"};
  ParseOptions options;
  options.goal = static_cast<ParseGoal>(data[0] % 5);  // kDynamicFunction's text is made by the engine
  options.language = static_cast<Language>(data[0] >> 3 & 3);
  options.erasable_only = data[0] & 0x20;
  options.strict = data[0] & 0x80;
  options.collect_comments = options.collect_tokens = data[0] & 0x40;
  options.wrapper_parameters = kWrapper;
  options.validate_regexp = scrim::regexp::validate_literal;
  options.native_stack_bytes = 1 << 20;
  auto result = parse(source, options);
  std::vector<Node*> stack{result->program};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    VERIFY(node->start <= node->end && node->end <= source.size());
    if (result->ok() && node->is<Identifier>()) VERIFY(node->resolution() != Resolution::kUnresolved);
    for_each_child(node, [&](Node* child) { stack.push_back(child); });
  }
  if (options.collect_tokens) {
    dump_tokens(*result);
    dump_scopes(*result, true);
    dump_diagnostics(*result);
  }
  return 0;
}
