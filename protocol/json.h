// Reading and writing JSON for the generated messages: a view that knows its own path, so that an error names the
// field, and a writer that appends to a string. Neither shows the JSON library.
#pragma once

#include <string>
#include <string_view>

#include "protocol/types.h"

#include <nlohmann/json_fwd.hpp>

namespace scrim::protocol {

// A parsed text. Limits: 512 levels of nesting. Shared, immutable.
class JsonDocument {
 public:
  // Fails with what is wrong and the byte where.
  static Expected<JsonDocument> parse(std::string_view text);
  JsonDocument() = default;
  const nlohmann::json* root() const { return root_.get(); }

 private:
  std::shared_ptr<const nlohmann::json> root_;
};

enum class JsonKind : uint8_t { absent, null, boolean, integer, number, string, array, object };

// One value inside a document. Views form a chain up to the root on the C++ stack; the first failure is kept in
// `error`.
class JsonView {
 public:
  // `name` is what the path of the root is called in errors, as "arguments". `value` may be null: absent.
  JsonView(const nlohmann::json* value, const char* name, std::string& error)
      : value_(value), name_(name), error_(error) {}
  JsonView(const JsonView& parent, const char* name);
  JsonView(const JsonView& parent, size_t index);

  JsonKind kind() const;
  size_t size() const;
  bool read(bool& out) const;
  bool read(int64_t& out) const;
  bool read(uint32_t& out) const;
  bool read(int32_t& out) const;
  bool read(double& out) const;
  bool read(std::string& out) const;
  bool read(AnyJson& out) const;
  bool is_object() const;  // fails if not
  bool is_array() const;   // fails if not
  // Calls visit(key, value) for each member until it returns false.
  bool each_member(bool (*visit)(void* context, const std::string& key, const JsonView& value), void* context) const;
  // Records "PATH: expected WHAT, got KIND"; returns false.
  bool fail(const char* what) const;
  bool missing() const;
  bool bad_choice(std::string_view choices) const;

 private:
  std::string path() const;

  const nlohmann::json* value_;
  const JsonView* parent_ = nullptr;
  const char* name_ = nullptr;
  size_t index_ = 0;
  std::string& error_;
};

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  void open(char bracket);
  void close(char bracket);
  void key(std::string_view name);     // written as it is: names of fields need no escapes
  void member(std::string_view name);  // a key that may hold anything
  void element();
  void value(bool value);
  void value(int64_t value);
  void value(double value);
  void value(std::string_view value);
  void raw(std::string_view json) { out_ += json; }

 private:
  std::string& out_;
  bool first_ = true;
};

// Appends `text` as a JSON string. Bytes that are not UTF-8 (a lone surrogate of a program's string) become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

inline bool read(const JsonView& json, bool& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, int64_t& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, uint32_t& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, int32_t& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, double& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, std::string& out) {
  return json.read(out);
}
inline bool read(const JsonView& json, AnyJson& out) {
  return json.read(out);
}
inline bool read(const JsonView&, Empty&) {
  return true;
}
inline void write(JsonWriter& json, bool value) {
  json.value(value);
}
inline void write(JsonWriter& json, int64_t value) {
  json.value(value);
}
inline void write(JsonWriter& json, uint32_t value) {
  json.value(static_cast<int64_t>(value));
}
inline void write(JsonWriter& json, int32_t value) {
  json.value(static_cast<int64_t>(value));
}
inline void write(JsonWriter& json, double value) {
  json.value(value);
}
inline void write(JsonWriter& json, const std::string& value) {
  json.value(std::string_view(value));
}
inline void write(JsonWriter& json, const AnyJson& value) {
  json.raw(value.present() ? value.text : "null");
}

template <class T>
bool read(const JsonView& json, std::vector<T>& out);
template <class T>
bool read(const JsonView& json, std::map<std::string, T>& out);
template <class T>
bool read(const JsonView& json, std::optional<T>& out);
template <class... Ts>
bool read(const JsonView& json, std::variant<Ts...>& out);
template <class T>
void write(JsonWriter& json, const std::vector<T>& value);
template <class T>
void write(JsonWriter& json, const std::map<std::string, T>& value);
template <class T>
void write(JsonWriter& json, const std::optional<T>& value);
template <class... Ts>
void write(JsonWriter& json, const std::variant<Ts...>& value);

template <class T>
bool read(const JsonView& json, std::vector<T>& out) {
  if (!json.is_array()) return false;
  out.resize(json.size());
  for (size_t i = 0; i < out.size(); i++) {
    if (!read(JsonView(json, i), out[i])) return false;
  }
  return true;
}

template <class T>
bool read(const JsonView& json, std::map<std::string, T>& out) {
  if (!json.is_object()) return false;
  auto visit = [](void* context, const std::string& key, const JsonView& value) {
    return read(value, (*static_cast<std::map<std::string, T>*>(context))[key]);
  };
  return json.each_member(visit, &out);
}

template <class T>
bool read(const JsonView& json, std::optional<T>& out) {
  if (json.kind() <= JsonKind::null) return out.reset(), true;
  return read(json, out.emplace());
}

template <class T>
constexpr bool json_kind_fits(JsonKind kind, const T*) {
  if constexpr (std::is_same_v<T, bool>) return kind == JsonKind::boolean;
  if constexpr (std::is_integral_v<T>) return kind == JsonKind::integer;
  if constexpr (std::is_same_v<T, double>) return kind == JsonKind::integer || kind == JsonKind::number;
  if constexpr (std::is_same_v<T, std::string>) return kind == JsonKind::string;
  if constexpr (std::is_same_v<T, std::monostate>) return kind == JsonKind::null;
  if constexpr (!std::is_arithmetic_v<T> && !std::is_same_v<T, std::string>) return kind == JsonKind::object;
  return false;
}
template <class T>
constexpr bool json_kind_fits(JsonKind kind, const std::vector<T>*) {
  return kind == JsonKind::array;
}

template <class... Ts>
bool read(const JsonView& json, std::variant<Ts...>& out) {
  bool found = false, ok = false;
  const JsonKind kind = json.kind();
  (void)((json_kind_fits(kind, static_cast<const Ts*>(nullptr)) &&
          (found = true, ok = read(json, out.template emplace<Ts>()), true)) ||
         ...);
  return found ? ok : json.fail("another type");
}

template <class T>
bool read_field(const JsonView& json, const char* name, T& out) {
  const JsonView child(json, name);
  return child.kind() == JsonKind::absent ? child.missing() : read(child, out);
}
template <class T>
bool read_field(const JsonView& json, const char* name, std::optional<T>& out) {
  return read(JsonView(json, name), out);
}
template <class T>
bool read_field(const JsonView& json, const char* name, Box<T>& out) {
  const JsonView child(json, name);
  if (child.kind() <= JsonKind::null) return out.reset(), true;
  return read(child, out.emplace());
}
// An optional `any`: absent or null leaves it empty.
bool read_optional_any(const JsonView& json, const char* name, AnyJson& out);

template <class T>
void write(JsonWriter& json, const std::vector<T>& value) {
  json.open('[');
  for (const auto& element : value) {
    json.element();
    write(json, element);
  }
  json.close(']');
}

template <class T>
void write(JsonWriter& json, const std::map<std::string, T>& value) {
  json.open('{');
  for (const auto& [key, element] : value) {
    json.member(key);
    write(json, element);
  }
  json.close('}');
}

template <class T>
void write(JsonWriter& json, const std::optional<T>& value) {
  if (value) {
    write(json, *value);
  } else {
    json.raw("null");
  }
}

inline void write(JsonWriter& json, std::monostate) {
  json.raw("null");
}

template <class... Ts>
void write(JsonWriter& json, const std::variant<Ts...>& value) {
  std::visit([&](const auto& alternative) { write(json, alternative); }, value);
}

template <class T>
void write_field(JsonWriter& json, std::string_view name, const T& value) {
  json.key(name);
  write(json, value);
}
// Absent when empty; write_field of an optional writes null.
template <class T>
void write_optional(JsonWriter& json, std::string_view name, const T& value) {
  if (!value) return;
  json.key(name);
  write(json, *value);
}
inline void write_optional(JsonWriter& json, std::string_view name, const AnyJson& value) {
  if (value.present()) write_field(json, name, value);
}

template <class T>
std::string to_json_text(const T& value) {
  std::string text;
  JsonWriter writer(text);
  write(writer, value);
  return text;
}
inline std::string to_json_text(const Empty&) {
  return {};
}

// Reads a T from a text, as for AnyJson::text; `name` begins the path in errors.
template <class T>
Expected<T> from_json_text(std::string_view text, const char* name) {
  auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  T out{};
  std::string error;
  if (!read(JsonView(document->root(), name, error), out)) return failure(std::move(error), error_code::kInvalidParams);
  return out;
}

}  // namespace scrim::protocol
