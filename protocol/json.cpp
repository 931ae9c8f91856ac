#include "protocol/json.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace scrim::protocol {

namespace {

constexpr int kMaximumDepth = 512;

// The first byte at which brackets nest deeper than the limit, or npos. Strings are skipped.
size_t too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); i++) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') i++;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaximumDepth) return i;
    } else if (c == ']' || c == '}') {
      depth--;
    }
  }
  return std::string_view::npos;
}

// Length of the well-formed UTF-8 sequence that starts at `at`, or 0. Surrogates and overlong forms are not
// well-formed.
size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  const unsigned first = byte(at), second = byte(at + 1);
  const auto tail = [](unsigned b) { return (b & 0xC0) == 0x80; };
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(second) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return second >= low && second <= high && tail(byte(at + 2)) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high && tail(byte(at + 2)) && tail(byte(at + 3)) ? 4 : 0;
  }
  return 0;
}

const char* kind_name(JsonKind kind) {
  static constexpr const char* kNames[] = {"nothing",  "null",     "a boolean", "a number",
                                           "a number", "a string", "an array",  "an object"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace

Expected<JsonDocument> JsonDocument::parse(std::string_view text) {
  if (const size_t at = too_deep(text); at != std::string_view::npos) {
    return failure(
        "JSON nested deeper than " + std::to_string(kMaximumDepth) + " levels at byte " + std::to_string(at + 1),
        error_code::kParse);
  }
  JsonDocument document;
  try {
    document.root_ = std::make_shared<const nlohmann::json>(nlohmann::json::parse(text));
  } catch (const nlohmann::json::exception& error) {
    // "[json.exception.parse_error.101] parse error at ...": the library's tag says nothing to a reader.
    std::string message = error.what();
    if (const size_t tag = message.find("] "); tag != std::string::npos) message.erase(0, tag + 2);
    return failure("malformed JSON: " + message, error_code::kParse);
  }
  return document;
}

JsonView::JsonView(const JsonView& parent, const char* name)
    : value_(nullptr), parent_(&parent), name_(name), error_(parent.error_) {
  if (parent.value_ == nullptr || !parent.value_->is_object()) return;
  if (const auto found = parent.value_->find(name); found != parent.value_->end()) value_ = &*found;
}

JsonView::JsonView(const JsonView& parent, size_t index)
    : value_(&(*parent.value_)[index]), parent_(&parent), index_(index), error_(parent.error_) {}

JsonKind JsonView::kind() const {
  if (value_ == nullptr) return JsonKind::absent;
  switch (value_->type()) {
    case nlohmann::json::value_t::null: return JsonKind::null;
    case nlohmann::json::value_t::boolean: return JsonKind::boolean;
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned: return JsonKind::integer;
    case nlohmann::json::value_t::number_float: {
      const double number = value_->get<double>();
      return std::trunc(number) == number && std::abs(number) < 0x1p53 ? JsonKind::integer : JsonKind::number;
    }
    case nlohmann::json::value_t::string: return JsonKind::string;
    case nlohmann::json::value_t::array: return JsonKind::array;
    case nlohmann::json::value_t::object: return JsonKind::object;
    default: return JsonKind::absent;
  }
}

size_t JsonView::size() const {
  return value_ == nullptr ? 0 : value_->size();
}

bool JsonView::read(bool& out) const {
  if (kind() != JsonKind::boolean) return fail("a boolean");
  out = value_->get<bool>();
  return true;
}

bool JsonView::read(int64_t& out) const {
  if (kind() != JsonKind::integer) return fail("an integer");
  if (value_->is_number_unsigned() && value_->get<uint64_t>() > static_cast<uint64_t>(INT64_MAX))
    return fail("a smaller integer");
  out = value_->is_number_float() ? static_cast<int64_t>(value_->get<double>()) : value_->get<int64_t>();
  return true;
}

bool JsonView::read(uint32_t& out) const {
  int64_t wide = 0;
  if (!read(wide)) return false;
  if (wide < 0) return fail("an integer that is not negative");
  // A client may say "to the end of the line" with the largest number it has: clamped, not refused.
  out = wide > INT32_MAX ? static_cast<uint32_t>(INT32_MAX) : static_cast<uint32_t>(wide);
  return true;
}

bool JsonView::read(int32_t& out) const {
  int64_t wide = 0;
  if (!read(wide)) return false;
  if (wide < INT32_MIN || wide > INT32_MAX) return fail("an integer of 32 bits");
  out = static_cast<int32_t>(wide);
  return true;
}

bool JsonView::read(double& out) const {
  if (kind() != JsonKind::integer && kind() != JsonKind::number) return fail("a number");
  out = value_->get<double>();
  return true;
}

bool JsonView::read(std::string& out) const {
  if (kind() != JsonKind::string) return fail("a string");
  out = value_->get_ref<const std::string&>();
  return true;
}

bool JsonView::read(AnyJson& out) const {
  if (value_ == nullptr) return missing();
  out.text = value_->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return true;
}

bool JsonView::is_object() const {
  return kind() == JsonKind::object || fail("an object");
}
bool JsonView::is_array() const {
  return kind() == JsonKind::array || fail("an array");
}

bool JsonView::each_member(bool (*visit)(void*, const std::string&, const JsonView&), void* context) const {
  for (const auto& [key, value] : value_->items()) {
    if (!visit(context, key, JsonView(*this, key.c_str()))) return false;
  }
  return true;
}

std::string JsonView::path() const {
  std::string path = parent_ == nullptr ? "" : parent_->path();
  if (name_ == nullptr) return path + "[" + std::to_string(index_) + "]";
  if (!path.empty()) path += '.';
  return path + name_;
}

bool JsonView::fail(const char* what) const {
  if (error_.empty()) error_ = path() + ": expected " + what + ", got " + kind_name(kind());
  return false;
}

bool JsonView::missing() const {
  if (error_.empty()) error_ = path() + " is missing";
  return false;
}

bool JsonView::bad_choice(std::string_view choices) const {
  if (error_.empty())
    error_ =
        path() + ": expected one of " + std::string(choices) + ", got '" + value_->get_ref<const std::string&>() + "'";
  return false;
}

bool read_optional_any(const JsonView& json, const char* name, AnyJson& out) {
  const JsonView child(json, name);
  if (child.kind() <= JsonKind::null) return out.text.clear(), true;
  return child.read(out);
}

void JsonWriter::open(char bracket) {
  out_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
}

void JsonWriter::element() {
  if (!first_) out_ += ',';
  first_ = false;
}

void JsonWriter::key(std::string_view name) {
  element();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void JsonWriter::member(std::string_view name) {
  element();
  append_json_string(out_, name);
  out_ += ':';
}

void JsonWriter::value(bool value) {
  out_ += value ? "true" : "false";
}
void JsonWriter::value(int64_t value) {
  out_ += std::to_string(value);
}
void JsonWriter::value(double value) {
  if (!std::isfinite(value)) {
    out_ += "null";
    return;
  }
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  out_ += text;
}
void JsonWriter::value(std::string_view value) {
  append_json_string(out_, value);
}

void append_json_string(std::string& out, std::string_view text) {
  out.reserve(out.size() + text.size() + 2);
  out += '"';
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
      i++;
    } else if (c < 0x20 || c == 0x7F) {
      char escape[8];
      switch (c) {
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: std::snprintf(escape, sizeof escape, "\\u%04x", c); out += escape;
      }
      i++;
    } else if (const size_t length = utf8_length(text, i); length != 0) {
      out.append(text, i, length);
      i += length;
    } else {
      out += "\xEF\xBF\xBD";
      i++;
    }
  }
  out += '"';
}

std::optional<std::string> AnyJson::as_string() const {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

std::optional<double> AnyJson::as_number() const {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

}  // namespace scrim::protocol
