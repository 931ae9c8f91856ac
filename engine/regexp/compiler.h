// From a pattern's tree to bytecode.
#ifndef SCRIM_ENGINE_REGEXP_COMPILER_H_
#define SCRIM_ENGINE_REGEXP_COMPILER_H_

#include <deque>
#include <vector>

#include "engine/regexp/ast.h"
#include "engine/regexp/program.h"

namespace scrim::regexp {

class Compiler {
 public:
  Compiler(Pattern& pattern, Program& program) : pattern_(pattern), program_(program) {}
  // False when the program would be too large.
  bool compile();

 private:
  // What may come after a node: null where it is unknown (the end of the pattern, or of a lookaround's).
  using Follow = const First*;

  // compiler.cpp
  void node(Node* node, Follow follow);
  void sequence(Node* node, Follow follow);
  void alternation(Node* node, Follow follow);
  void loop(Node* node, Follow follow);
  bool set_loop(Node* node, Follow follow);
  void look(Node* node);
  void assertion(Node* node);
  void character(uint32_t c, Modifiers modifiers);
  void text_run(const std::vector<const Node*>& run);
  void class_node(const Node* node);
  void strings_backward(const ClassContents& contents, Modifiers modifiers);
  void string_trie(const std::vector<std::u32string>& strings, size_t first, size_t last, size_t depth,
                   const CharSet& singles, Modifiers modifiers);
  void reference(const Node* node);
  void set(const CharSet& set);
  CharSet closed(uint32_t c, Modifiers modifiers) const;
  CaseMode case_mode(Modifiers modifiers) const;
  uint32_t add_set(const CharSet& set);
  uint32_t new_register() { return program_.register_count++; }

  uint32_t emit(Op op, uint32_t a = 0);
  void word(uint32_t value) { program_.code.push_back(value); }
  uint32_t here() const { return static_cast<uint32_t>(program_.code.size()); }
  void patch(uint32_t at) { patch(at, here()); }
  void patch(uint32_t at, uint32_t target);

  // analysis.cpp
  const First& first_of(Node* node);
  First first_of_class(const Node* node);
  First sequence_first(Node* term, Follow follow, bool& known);
  static void append(First& into, const First& then);
  bool character_set_of(const Node* node, CharSet& out);
  bool is_anchored(const Node* node) const;
  void choose_search();
  void number_states();

  Pattern& pattern_;
  Program& program_;
  std::deque<First> firsts_;
  std::deque<CharSet> set_keys_;  // of program_.sets, to share equal ones
  bool backward_ = false;
  bool too_large_ = false;
};

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_COMPILER_H_
