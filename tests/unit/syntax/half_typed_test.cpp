// What people have typed so far (half_typed.txt), with ordinary code below it: the statements below stay statements of
// their own, and there are at most three diagnostics, the first one in what is typed.
#include <gtest/gtest.h>

#include "engine/syntax/dump.h"
#include "tests/unit/syntax/test_files.h"

namespace scrim::syntax {
namespace {

constexpr std::string_view kBelow = R"(
function first(a, b) {
  if (a > b) {
    return a;
  }
  return a + b;
}

class Second extends Base {
  #count = 0;
  constructor(name) {
    super(name);
  }
  method() {
    return { count: this.#count, list: [1, 2, 3] };
  }
}

const third = first(1, 2);
let fourth = { a: 1, b: [third] };
for (const item of fourth.b) {
  console.log(item, "text", /re/g);
}
var fifth = (x) => x * 2;
)";
constexpr std::string_view kNames[] = {"first", "Second", "third", "fourth", "fifth"};

std::string name_of(const Node* statement, const ParseResult& result) {
  if (const auto* wrapped = as_if<ExportDeclaration>(statement)) statement = wrapped->declaration;
  const BindingIdentifier* name = nullptr;
  if (const auto* function = as_if<FunctionDeclaration>(statement)) name = function->function->id;
  if (const auto* class_ = as_if<ClassDeclaration>(statement)) name = class_->class_node->id;
  if (const auto* variable = as_if<VariableDeclaration>(statement); variable && !variable->declarators.empty()) {
    name = as_if<BindingIdentifier>(variable->declarators[0]->target);
  }
  return name ? std::string(result.names.text(name->name)) : "";
}

// What is wrong with what the parser made of it; empty: nothing.
std::string complaint(const std::string& typed, std::string_view kind, std::string_view above, std::string_view below) {
  std::string text = std::string(above) + typed + std::string(below) + std::string(kBelow);
  SourceText source(text, "typed." + std::string(kind));
  ParseOptions options;
  options.language = language_of_file("typed." + std::string(kind));
  if (kind != "js") options.goal = ParseGoal::kModule;
  auto result = parse(source, options);
  size_t faults = result->diagnostics.size() + result->dropped_diagnostics;
  std::string wrong;
  if (faults > 3) wrong += "; " + std::to_string(faults) + " diagnostics";
  auto start = static_cast<uint32_t>(above.size());
  auto end = start + static_cast<uint32_t>(typed.size());
  // Or on the next line, where what is missing is missed.
  size_t next = text.find_first_not_of(" \n", end);
  next = text.find('\n', next);
  if (!result->diagnostics.empty()) {
    const Diagnostic& first = result->diagnostics[0];
    bool near = first.range.start >= start && first.range.start <= next;
    for (const RelatedPlace& place : first.related) {
      near = near || (place.range.start >= start && place.range.start <= end);
    }
    // The text of an element that is open goes on, and so do the members of a type.
    bool goes_on = kind == "jsx" || kind == "ts";
    if (!near && !goes_on) wrong += "; the first is elsewhere";
  }
  for (std::string_view name : kNames) {
    // What begins with `function` may be the operand that was missing.
    if (name == kNames[0]) continue;
    bool found = false;
    for (const Node* statement : result->program->body) found = found || name_of(statement, *result) == name;
    if (!found) wrong += "; no " + std::string(name);
  }
  return wrong.empty() ? wrong : wrong + "\n" + dump_diagnostics(*result);
}

TEST(HalfTyped, LeavesTheRestWhole) {
  std::vector<std::string> cases = split(read_file(test_folder() + "half_typed.txt"), "\n----\n");
  ASSERT_GT(cases.size(), 100u);
  if (!cases.back().empty() && cases.back().back() == '\n') cases.back().pop_back();
  for (const std::string& entry : cases) {
    size_t line = entry.find('\n');
    std::string kind = entry.substr(0, line);
    std::string typed = entry.substr(line + 1);
    EXPECT_EQ(complaint(typed, kind, "let before = 1;\n\n", "\n"), "") << typed;
    // Imports and exports stand at the top, and the next declaration completes the head of a loop.
    if (kind == "mjs" || typed.starts_with("import type") || typed == "for (") continue;
    EXPECT_EQ(complaint(typed, kind, "function around(a) {\n  let before = 1;\n  ",
                        "\n  let later = 2;\n  return later;\n}\n"),
              "")
        << "within a function: " << typed;
  }
}

}  // namespace
}  // namespace scrim::syntax
