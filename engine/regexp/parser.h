// The pattern grammar (ECMA-262 sec-patterns and annex sec-regular-expressions-patterns) with all its early errors.
#ifndef SCRIM_ENGINE_REGEXP_PARSER_H_
#define SCRIM_ENGINE_REGEXP_PARSER_H_

#include <string_view>
#include <utility>
#include <vector>

#include "engine/regexp/ast.h"

namespace scrim::regexp {

class Parser {
 public:
  Parser(std::u16string_view source, Flags flags, Pattern& pattern);

  // Fills the pattern; the result is the first error, if any.
  Error parse();

 private:
  // A group whose closing parenthesis has not been seen. Groups nest on a vector, not on the native stack.
  struct OpenGroup {
    Node* node = nullptr;  // the capture or look node; null for (?:...) and the pattern itself
    Modifiers outer;       // restored at the end
    Node* alternatives = nullptr;
    Node* last_alternative = nullptr;
    Node* terms = nullptr;
    Node* last_term = nullptr;
    Node* before_last_term = nullptr;
    uint32_t first_capture = 0;
    uint32_t disjunction = 0;
    uint32_t alternative = 0;
  };
  using Path = std::vector<std::pair<uint32_t, uint32_t>>;  // (disjunction, alternative), outermost first

  // parser.cpp
  void scan_groups();
  bool parse_term();
  bool parse_open_group();
  bool parse_modifiers(bool& is_group);
  bool close_group();
  bool parse_quantifier(Node* target, uint32_t first_capture);
  bool parse_interval(uint32_t& min, uint32_t& max);
  bool parse_atom_escape();
  bool parse_group_name(std::u16string& name);
  bool add_group_name(std::u16string name, uint32_t index);
  bool parse_named_reference();
  void finish_alternative();
  Node* finish_disjunction();
  void add_term(Node* node);
  Node* char_node(uint32_t c);
  Node* set_node(ClassContents contents);

  // escapes.cpp
  bool parse_character_escape(bool in_class, uint32_t& c);
  bool parse_unicode_escape(bool unicode, uint32_t& c);
  bool parse_hex(uint32_t digits, uint32_t& value);
  bool parse_property(bool in_class, bool negated, ClassContents& out);
  // \d \D \s \S \w \W, and with u or v \p \P; false with no error when it is none of these.
  bool parse_class_escape(bool in_class, ClassContents& out);
  void complement(CharSet& set) const;
  CharSet word_characters() const;

  // class_parser.cpp
  bool parse_class(ClassContents& out);
  bool parse_class_atom(bool& is_set, uint32_t& c, ClassContents& set);
  bool parse_set_class(ClassContents& out, bool& may_contain_strings, uint32_t depth);
  struct Operand {
    ClassContents contents;
    bool is_character = false;
    uint32_t c = 0;
    bool may_contain_strings = false;
  };
  bool parse_set_operand(Operand& out, uint32_t depth);
  bool parse_set_character(uint32_t& c);
  bool parse_string_disjunction(Operand& out);
  void add_character(ClassContents& contents, uint32_t c) const;
  void add_set_range(ClassContents& contents, uint32_t first, uint32_t last) const;

  bool fail(ErrorCode code) {
    if (!error_) error_ = {code, static_cast<uint32_t>(at_)};
    return false;
  }
  static constexpr uint32_t kEndOfPattern = 0xFFFFFFFF;
  bool more() const { return at_ < source_.size(); }
  uint32_t unit(size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : kEndOfPattern; }
  // Takes one character: a code point when `unicode`, else a code unit.
  uint32_t take(bool unicode);
  bool eat(uint32_t c) {
    if (unit() != c) return false;
    ++at_;
    return true;
  }
  CaseMode case_mode() const {
    if (!modifiers_.ignore_case) return CaseMode::kSensitive;
    return unicode_ ? CaseMode::kFold : CaseMode::kUpper;
  }

  std::u16string_view source_;
  Flags flags_;
  Pattern& pattern_;
  bool unicode_;
  bool sets_;
  size_t at_ = 0;
  Error error_;
  Modifiers modifiers_;
  std::vector<OpenGroup> open_;
  uint32_t total_captures_ = 1;
  bool has_names_ = false;
  uint32_t disjunctions_ = 0;
  std::vector<std::pair<size_t, Path>> name_paths_;  // per entry of pattern_.names
};

}  // namespace scrim::regexp

#endif  // SCRIM_ENGINE_REGEXP_PARSER_H_
