#include "engine/bytecode/assembler.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <map>

#include "engine/bytecode/builder.h"

namespace scrim::bytecode {

FeedbackKind feedback_kind_of(Opcode opcode) {
  switch (opcode) {
#define FEEDBACK_KIND(Name, text) \
  case Opcode::k##Name: return FeedbackKind::k##Name;
#define FEEDBACK_OF(Other, Name) \
  case Opcode::k##Other: return FeedbackKind::k##Name;
#include "engine/bytecode/feedback_kinds.def"
#undef FEEDBACK_KIND
#undef FEEDBACK_OF
    default: UNREACHABLE();  // it has no f operand
  }
}

namespace {

class Assembler {
 public:
  Assembler(std::string_view text, CompiledUnit& unit) : text_(text), unit_builder_(unit) {}

  bool run() {
    while (error_.empty() && !at_end()) {
      std::string word = take_word();
      if (word.empty()) {
        if (!skip_line()) fail("expected 'function' or 'scope'");
      } else if (word == "scope") {
        scope();
      } else if (word == "function") {
        function();
      } else {
        fail("expected 'function' or 'scope'");
      }
    }
    return error_.empty();
  }
  std::string error() const { return "line " + std::to_string(line_) + ": " + error_; }

 private:
  bool at_end() {
    skip_blanks();
    return position_ >= text_.size();
  }
  char peek() const { return position_ < text_.size() ? text_[position_] : '\n'; }
  void skip_blanks() {
    while (position_ < text_.size() &&
           (text_[position_] == ' ' || text_[position_] == '\t' || text_[position_] == ',')) {
      position_++;
    }
  }
  // Skips a comment and the line end; false when something else stands there.
  bool skip_line() {
    skip_blanks();
    if (peek() == ';') {
      while (position_ < text_.size() && text_[position_] != '\n') position_++;
    }
    if (position_ >= text_.size() || peek() != '\n') return false;
    position_++;
    line_++;
    return true;
  }
  std::string take_word() {
    skip_blanks();
    size_t start = position_;
    while (position_ < text_.size() && !std::string_view(" \t\n,;{}\"").contains(text_[position_])) position_++;
    return std::string(text_.substr(start, position_ - start));
  }
  void fail(const std::string& message) {
    if (error_.empty()) error_ = message;
  }
  bool parse_int(std::string_view text, int64_t* value) {
    auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), *value);
    return code == std::errc() && end == text.data() + text.size();
  }

  void scope() {
    take_word();  // the kind; every scope is a block here
    int64_t slots = 0;
    if (!parse_int(take_word(), &slots)) return fail("expected the number of slots");
    ScopeInfo info{};
    info.kind = ScopeKind::kBlock;
    info.slot_count = static_cast<uint32_t>(slots);
    unit_builder_.unit().scope_infos.push_back(std::move(info));
    while (!skip_line()) {
      if (take_word().empty()) return fail("unexpected character");
    }
  }

  bool take_string(std::string* value) {
    skip_blanks();
    if (peek() != '"') return false;
    position_++;
    while (peek() != '"') {
      char c = peek();
      if (c == '\n') return fail("unterminated string"), false;
      position_++;
      if (c == '\\') {
        c = peek();
        position_++;
        if (c == 'n')
          c = '\n';
        else if (c == 'r')
          c = '\r';
        else if (c == 't')
          c = '\t';
        else if (c == 'x') {
          c = static_cast<char>(std::strtol(std::string(text_.substr(position_, 2)).c_str(), nullptr, 16));
          position_ += 2;
        }
      }
      value->push_back(c);
    }
    position_++;
    return true;
  }

  void function() {
    FunctionTemplate* function = unit_builder_.add_function();
    std::string name;
    if (take_string(&name)) function->name = unit_builder_.string(name);
    bool length_given = false;
    for (std::string word = take_word(); !word.empty(); word = take_word()) {
      size_t equals = word.find('=');
      int64_t value = 0;
      if (equals != std::string::npos && !parse_int(std::string_view(word).substr(equals + 1), &value)) {
        return fail("expected a number after '='");
      }
      std::string key = word.substr(0, equals);
      auto number = static_cast<uint32_t>(value);
      TemplateFlags& flags = function->flags;
      if (key == "parameters")
        function->parameter_count = number;
      else if (key == "registers")
        function->register_count = number;
      else if (key == "locals")
        function->local_count = number;
      else if (key == "length")
        function->length = number, length_given = true;
      else if (key == "properties")
        function->in_object_properties = number;
      else if (key == "strict")
        flags.strict = true;
      else if (key == "arrow")
        flags.is_arrow = true;
      else if (key == "async")
        flags.is_async = true;
      else if (key == "generator")
        flags.is_generator = true;
      else if (key == "constructor")
        flags.is_constructor = flags.has_own_prototype = true;
      else if (key == "class")
        flags.is_class_constructor = true;
      else if (key == "derived")
        flags.is_derived = true;
      else if (key == "method")
        flags.is_method = true;
      else if (key == "home")
        flags.needs_home_object = true;
      else
        return fail("unknown word '" + word + "'");
    }
    if (!length_given) function->length = function->parameter_count;
    if (peek() != '{') return fail("expected '{'");
    position_++;
    FunctionBuilder builder(unit_builder_, *function);
    labels_.clear();
    std::vector<std::string> explicit_feedback;
    while (error_.empty()) {
      if (skip_line()) continue;
      if (position_ >= text_.size()) return fail("expected '}'");
      if (peek() == '}') {
        position_++;
        break;
      }
      std::string word = take_word();
      if (word.empty()) return fail("unexpected character");
      if (word.back() == ':') {
        builder.bind(label(builder, word.substr(0, word.size() - 1)));
      } else if (word == "feedback") {
        while (!take_word().empty()) {}
      } else if (word == "handler") {
        handler(builder);
      } else {
        int64_t offset;
        if (parse_int(word, &offset)) word = take_word();
        instruction(builder, word);
      }
    }
    if (!error_.empty()) return;
    for (auto& [label_name, bound] : labels_) {
      if (!builder.is_bound(bound)) return fail("label " + label_name + " is not bound");
    }
    if (!builder.finish()) fail(builder.error());
  }

  Label label(FunctionBuilder& builder, const std::string& name) {
    auto [it, added] = labels_.try_emplace(name);
    if (added) it->second = builder.new_label();
    return it->second;
  }

  void handler(FunctionBuilder& builder) {
    Label start = label(builder, take_word());
    Label end = label(builder, take_word());
    Label target = label(builder, take_word());
    int32_t exception = kNoRegister, environment = kNoRegister;
    bool is_catch = false;
    for (std::string word = take_word(); !word.empty(); word = take_word()) {
      if (word == "catch")
        is_catch = true;
      else if (word.starts_with("exception="))
        exception = register_from(word.substr(10));
      else if (word.starts_with("environment="))
        environment = register_from(word.substr(12));
      else
        return fail("unknown word '" + word + "'");
    }
    builder.add_handler(start, end, target, static_cast<int16_t>(exception), static_cast<int16_t>(environment),
                        is_catch);
  }

  int32_t register_from(const std::string& word) {
    if (word == "this") return kThisOperand;
    if (word == "none") return kNoRegister;
    int64_t index = -1;
    if (word.size() < 2 || !parse_int(std::string_view(word).substr(1), &index) || index < 0 || index > kMaxRegisters ||
        (word[0] != 'r' && word[0] != 'a')) {
      fail("expected a register, not '" + word + "'");
      return 0;
    }
    return word[0] == 'r' ? register_operand(static_cast<int>(index)) : argument_operand(static_cast<int>(index));
  }

  int32_t constant(FunctionBuilder& builder) {
    std::string text;
    if (take_string(&text)) return builder.string(text);
    std::string word = take_word();
    static constexpr struct {
      std::string_view prefix;
      ConstantKind kind;
    } kPrefixes[] = {{"function:", ConstantKind::kFunction},
                     {"scope:", ConstantKind::kScopeInfo},
                     {"template:", ConstantKind::kTemplateObject},
                     {"declarations:", ConstantKind::kDeclarations},
                     {"eval:", ConstantKind::kEvalSite}};
    for (auto& [prefix, kind] : kPrefixes) {
      int64_t index;
      if (word.starts_with(prefix) && parse_int(std::string_view(word).substr(prefix.size()), &index)) {
        return builder.constant(kind, static_cast<uint32_t>(index));
      }
    }
    if (word == "NaN") return builder.number(std::numeric_limits<double>::quiet_NaN());
    if (word == "Infinity") return builder.number(std::numeric_limits<double>::infinity());
    if (word == "-Infinity") return builder.number(-std::numeric_limits<double>::infinity());
    if (word.size() > 1 && word.back() == 'n') {
      return builder.constant(ConstantKind::kBigInt, unit_builder_.string(word.substr(0, word.size() - 1)));
    }
    char* end = nullptr;
    double value = std::strtod(word.c_str(), &end);
    if (word.empty() || *end) fail("expected a constant, not '" + word + "'");
    return builder.number(value);
  }

  void instruction(FunctionBuilder& builder, const std::string& name) {
    Opcode opcode = opcode_from_name(name);
    if (opcode == Opcode::kCount) return fail("unknown opcode '" + name + "'");
    const OpcodeInfo& table = info(opcode);
    int32_t operands[kMaxOperands];
    for (int i = 0; i < table.operand_count; i++) {
      char letter = table.operands[i];
      if (letter == 'k') {
        operands[i] = constant(builder);
        continue;
      }
      std::string word = take_word();
      int64_t value = 0;
      switch (letter) {
        case 'j': operands[i] = label(builder, word).id; break;
        case 'f': {
          if (word.empty() || word[0] != 'f' || !parse_int(std::string_view(word).substr(1), &value)) {
            return fail("expected a feedback slot, not '" + word + "'");
          }
          auto& feedback = builder.function().feedback;
          while (feedback.size() <= static_cast<size_t>(value)) feedback.push_back(FeedbackKind::kCall);
          feedback[static_cast<size_t>(value)] = feedback_kind_of(opcode);
          operands[i] = static_cast<int32_t>(value);
          break;
        }
        case 'i':
        case 'u':
          if (!parse_int(word, &value)) return fail("expected a number, not '" + word + "'");
          operands[i] = static_cast<int32_t>(value);
          break;
        default: operands[i] = register_from(word); break;
      }
    }
    if (opcode == Opcode::kJumpTable) {
      skip_blanks();
      if (peek() != '{') return fail("expected '{'");
      position_++;
      std::string first = take_word();
      int64_t value = 0;
      if (!first.ends_with(':') || !parse_int(std::string_view(first).substr(0, first.size() - 1), &value)) {
        return fail("expected the first case's number and ':'");
      }
      std::vector<int32_t> targets;
      for (std::string word = take_word(); !word.empty(); word = take_word()) {
        targets.push_back(word == "-" ? -1 : label(builder, word).id);
      }
      if (peek() != '}') return fail("expected '}'");
      position_++;
      operands[1] = static_cast<int32_t>(builder.add_switch_table(static_cast<int32_t>(value), std::move(targets)));
    }
    builder.emit(opcode, operands, table.operand_count);
    if (error_.empty() && !skip_line()) fail("unexpected text after the operands");
  }

  std::string_view text_;
  UnitBuilder unit_builder_;
  size_t position_ = 0;
  int line_ = 1;
  std::string error_;
  std::map<std::string, Label> labels_;
};

}  // namespace

std::unique_ptr<CompiledUnit> assemble(std::string_view text, std::string* error) {
  auto unit = std::make_unique<CompiledUnit>();
  Assembler assembler(text, *unit);
  if (assembler.run()) return unit;
  if (error) *error = assembler.error();
  return nullptr;
}

}  // namespace scrim::bytecode
