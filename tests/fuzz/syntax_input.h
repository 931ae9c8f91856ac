// What the syntax fuzzer does with its bytes; the unit tests do it with the inputs kept in tests/fuzz/corpus.
//
// The first byte chooses options, the rest is text: head, then any number of SEPARATOR old SEPARATOR new SEPARATOR
// tail. The text begins with every `old`, and one after the other becomes its `new`. Without separators it is only
// parsed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/assert.h"
#include "engine/regexp/literal_validator.h"
#include "engine/syntax/ast_visit.h"
#include "engine/syntax/incremental.h"
#include "tests/support/random_edits.h"

namespace scrim::syntax {

constexpr char kFuzzSeparator = '\x1e';

inline ParseOptions fuzz_options(uint8_t byte) {
  static constexpr std::string_view kWrapper[] = {"exports", "require", "module"};
  ParseOptions options;
  options.goal = static_cast<ParseGoal>(byte % 5);  // kDynamicFunction's text is made by the engine
  options.language = static_cast<Language>(byte >> 3 & 3);
  options.erasable_only = byte & 0x20;
  options.collect_comments = options.collect_tokens = byte & 0x40;
  options.strict = byte & 0x80;
  options.wrapper_parameters = kWrapper;
  options.validate_regexp = regexp::validate_literal;
  options.native_stack_bytes = 1 << 20;
  return options;
}

// The text before the edits and after each of them.
inline std::vector<std::string> fuzz_texts(std::string_view input) {
  std::vector<std::string_view> parts;
  for (size_t at = 0;;) {
    size_t end = input.find(kFuzzSeparator, at);
    parts.push_back(input.substr(at, end - at));
    if (end == input.npos) break;
    at = end + 1;
  }
  std::vector<std::string> texts;
  size_t edits = std::min<size_t>((parts.size() - 1) / 3, 16);
  for (size_t done = 0; done <= edits; done++) {
    std::string text(parts[0]);
    for (size_t i = 0; i < edits; i++) {
      text += parts[3 * i + (i < done ? 2 : 1)];
      text += parts[3 * i + 3];
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

inline void check_fuzzed_tree(const ParseResult& result, size_t size) {
  std::vector<Node*> stack{result.program};
  while (!stack.empty()) {
    Node* node = stack.back();
    stack.pop_back();
    VERIFY(node->start <= node->end && node->end <= size);
    if (result.ok() && node->is<Identifier>()) VERIFY(node->resolution() != Resolution::kUnresolved);
    for_each_child(node, [&](Node* child) { stack.push_back(child); });
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    VERIFY(diagnostic.range.start <= diagnostic.range.end && diagnostic.range.end <= size);
  }
}

inline void check_same(const std::string& scratch, const std::string& again) {
  if (scratch == again) return;
  size_t at = 0;
  while (at < scratch.size() && at < again.size() && scratch[at] == again[at]) at++;
  size_t from = scratch.rfind('\n', at) + 1;  // npos + 1 is 0
  auto line = [&](const std::string& text) { return text.substr(from, std::max(text.find('\n', at), at) - from); };
  std::fprintf(stderr, "from scratch: %s\n       again: %s\n", line(scratch).c_str(), line(again).c_str());
  VERIFY(!"parsed again it differs from a parse from scratch");
}

inline void check_fuzz_input(const uint8_t* data, size_t size) {
  if (size == 0) return;
  ParseOptions options = fuzz_options(data[0]);
  std::vector<std::string> texts = fuzz_texts({reinterpret_cast<const char*>(data) + 1, size - 1});
  auto source = std::make_unique<SourceText>(std::move(texts[0]), "fuzz");
  if (options.collect_tokens) {
    auto result = parse(*source, options);
    dump_tokens(*result);
    dump_scopes(*result, true);
    dump_diagnostics(*result);
    options.collect_tokens = false;
  }
  auto result = parse(*source, options);
  check_fuzzed_tree(*result, source->size());
  for (size_t i = 1; i < texts.size(); i++) {
    auto next = std::make_unique<SourceText>(std::move(texts[i]), "fuzz");
    bool reused = false;
    result = reparse(std::move(result), *next, options, &reused);
    source = std::move(next);
    check_fuzzed_tree(*result, source->size());
    if (reused) check_same(dump_all(*parse(*source, options)), dump_all(*result));
  }
}

}  // namespace scrim::syntax
