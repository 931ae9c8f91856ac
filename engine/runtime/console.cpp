// console, as Node's: log and its levels, dir, table, group, count, time, trace, assert.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "engine/objects/inline_slots.h"
#include "engine/objects/iteration.h"
#include "engine/runtime/host_call.h"
#include "engine/runtime/natives.h"
#include "engine/runtime/runtime.h"

namespace scrim {

namespace {

enum Group : int { kNone, kStart, kStartCollapsed, kEnd };

void print(Isolate& isolate, int fd, std::string text, std::span<const Value> values, int group = kNone) {
  Runtime& runtime = runtime_of(isolate);
  if (runtime.group_indentation > 0) {
    std::string indentation(static_cast<size_t>(runtime.group_indentation), ' ');
    std::string indented = indentation;
    for (char c : text) {
      indented += c;
      if (c == '\n') indented += indentation;
    }
    text = indented;
  }
  text += '\n';
  if (runtime.sink && runtime.sink->console(isolate, fd, text, values, group)) return;
  // Through process.stdout once a program has touched it: it may have replaced `write`, or ended the stream.
  Value stream = runtime.stdio[fd]->get();
  if (!stream.is_object()) {
    if (runtime.write(fd, text) != -EPIPE) return;
    // Nobody reads any more: an 'error' of the stream, which ends the program unless it is listened to.
    Object* process = isolate.realm().intrinsic(Intrinsic::kProcess);
    Completion<Value> made = get(isolate, process, key_from_latin1(isolate, fd == 1 ? "stdout" : "stderr"));
    if (made.failed() || !made.value().is_object()) {
      if (made.failed() && !isolate.terminating) isolate.take_exception();
      return;
    }
    stream = made.value();
  }
  Object* hooks = as_object(runtime.process_hooks->get());
  Completion<Value> write = get(isolate, hooks, key_from_latin1(isolate, "consoleWrite"));
  Value arguments[] = {stream, Value(new_string_utf8(isolate, text))};
  if (!write.failed()) write = call(isolate, write.value(), Value::undefined(), arguments);
  if (write.failed() && !isolate.terminating) isolate.take_exception();
}

std::span<const Value> arguments_of(Frame& frame, uint32_t from = 0) {
  if (frame.argument_count <= from) return {};
  return {frame.arguments + from, frame.argument_count - from};
}

// The values in colours where the stream shows them.
std::string format_for(Isolate& isolate, int fd, std::span<const Value> values) {
  const bool plain = std::all_of(values.begin(), values.end(), [](Value value) { return value.is_string(); });
  Runtime& runtime = runtime_of(isolate);
  if (plain || !shows_colors(runtime, fd)) return format_log(isolate, values);
  InspectOptions options = runtime.inspect_defaults ? *runtime.inspect_defaults : InspectOptions{};
  options.colors = true;
  return format_log(isolate, values, &options);
}

// magic: the file descriptor.
Completion<Value> console_log(Isolate& isolate, Frame& frame) {
  const auto fd = static_cast<int>(cast<NativeFunction>(frame.callee)->magic);
  std::string text = format_for(isolate, fd, arguments_of(frame));
  if (isolate.has_exception()) return Throw{};
  print(isolate, fd, std::move(text), arguments_of(frame));
  return Value::undefined();
}

Completion<Value> console_dir(Isolate& isolate, Frame& frame) {
  InspectOptions options;
  options.custom_inspect = false;
  options.colors = shows_colors(runtime_of(isolate), 1);
  TRY(read_inspect_options(isolate, frame.argument(1), &options));
  std::string text = inspect(isolate, frame.argument(0), options);
  if (isolate.has_exception()) return Throw{};
  print(isolate, 1, std::move(text), arguments_of(frame).first(frame.argument_count ? 1 : 0));
  return Value::undefined();
}

Completion<Value> console_assert(Isolate& isolate, Frame& frame) {
  if (to_boolean(frame.argument(0))) return Value::undefined();
  std::string text = "Assertion failed";
  if (frame.argument_count > 1) {
    std::string rest = format_for(isolate, 2, arguments_of(frame, 1));
    if (isolate.has_exception()) return Throw{};
    text += (frame.argument(1).is_string() ? ": " : " ") + rest;
  }
  print(isolate, 2, std::move(text), arguments_of(frame, 1));
  return Value::undefined();
}

Completion<Value> console_trace(Isolate& isolate, Frame& frame) {
  std::string text = "Trace";
  if (frame.argument_count) text += ": " + format_for(isolate, 2, arguments_of(frame));
  if (isolate.has_exception()) return Throw{};
  if (isolate.capture_frames && isolate.format_frames) {
    Value frames = isolate.capture_frames(isolate, as_object(frame.callee));
    text += to_utf8(isolate, isolate.format_frames(isolate, frames));
  }
  print(isolate, 2, std::move(text), arguments_of(frame));
  return Value::undefined();
}

// magic 0: group, 1: groupCollapsed
Completion<Value> console_group(Isolate& isolate, Frame& frame) {
  int group = cast<NativeFunction>(frame.callee)->magic ? kStartCollapsed : kStart;
  if (frame.argument_count) {
    std::string text = format_for(isolate, 1, arguments_of(frame));
    if (isolate.has_exception()) return Throw{};
    print(isolate, 1, std::move(text), arguments_of(frame), group);
  }
  runtime_of(isolate).group_indentation += 2;
  return Value::undefined();
}
Completion<Value> console_group_end(Isolate& isolate, Frame&) {
  int& indentation = runtime_of(isolate).group_indentation;
  if (indentation >= 2) indentation -= 2;
  return Value::undefined();
}

// Counters and timers live on the console's hidden state object.
Completion<Object*> state(Isolate& isolate, const char* name) {
  PropertyKey key = key_from_latin1(isolate, name);
  Object* console = isolate.realm().intrinsic(Intrinsic::kConsole);
  auto* log = cast<NativeFunction>(TRY(get(isolate, console, key_from_latin1(isolate, "group"))));
  if (log->type != CellType::kNativeFunction) return new_plain_object(isolate);
  if (!log->data.is_object()) {
    log->data = Value(new_object_with_prototype(isolate, nullptr));
    isolate.heap().write_barrier(log);
  }
  Value part = get_own_data(isolate, as_object(log->data), key);
  if (part.is_object()) return as_object(part);
  Object* made = new_object_with_prototype(isolate, nullptr);
  put_direct(isolate, as_object(log->data), key, Value(made));
  return made;
}

Completion<String*> label_of(Isolate& isolate, Frame& frame) {
  if (frame.argument(0).is_undefined()) return isolate.names().default_.as_string();
  return to_string(isolate, frame.argument(0));
}

Completion<Value> console_count(Isolate& isolate, Frame& frame) {
  String* label = TRY(label_of(isolate, frame));
  Object* counts = TRY(state(isolate, "counts"));
  PropertyKey key = key_from_string(isolate, label);
  Value before = get_own_data(isolate, counts, key);
  int32_t count = before.is_int32() ? before.as_int32() + 1 : 1;
  put_direct(isolate, counts, key, Value::int32(count));
  print(isolate, 1, to_utf8(isolate, label) + ": " + std::to_string(count), {});
  return Value::undefined();
}
Completion<Value> console_count_reset(Isolate& isolate, Frame& frame) {
  String* label = TRY(label_of(isolate, frame));
  Object* counts = TRY(state(isolate, "counts"));
  put_direct(isolate, counts, key_from_string(isolate, label), Value::int32(0));
  return Value::undefined();
}

double now_ms(Isolate& isolate) {
  return static_cast<double>(host_of(isolate).monotonic_ns()) / 1e6;
}

Completion<Value> console_time(Isolate& isolate, Frame& frame) {
  String* label = TRY(label_of(isolate, frame));
  Object* timers = TRY(state(isolate, "timers"));
  put_direct(isolate, timers, key_from_string(isolate, label), Value::raw_double(now_ms(isolate)));
  return Value::undefined();
}
Completion<Value> console_time_end(Isolate& isolate, Frame& frame) {
  String* label = TRY(label_of(isolate, frame));
  Object* timers = TRY(state(isolate, "timers"));
  Value begun = get_own_data(isolate, timers, key_from_string(isolate, label));
  if (!begun.is_number()) return Value::undefined();
  double elapsed = now_ms(isolate) - begun.as_number();
  char text[64];
  if (elapsed >= 1000) {
    std::snprintf(text, sizeof text, "%.3fs", elapsed / 1000);
  } else {
    std::snprintf(text, sizeof text, "%.3gms", elapsed);
    if (elapsed >= 100) std::snprintf(text, sizeof text, "%.3fms", elapsed);
  }
  std::string line = to_utf8(isolate, label) + ": " + text;
  if (cast<NativeFunction>(frame.callee)->magic) {
    if (frame.argument_count > 1) line += " " + format_log(isolate, arguments_of(frame, 1));
  } else {
    (void)delete_property(isolate, timers, key_from_string(isolate, label));
  }
  print(isolate, 1, std::move(line), {});
  return Value::undefined();
}

// The width of text in a terminal's columns, near enough for tables: code points, wide East Asian ones twice.
size_t display_width(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
      continue;
    }
    auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) == 0x80) continue;
    width += byte >= 0xe3 && byte <= 0xed ? 2 : byte >= 0xf0 ? 2 : 1;
  }
  return width;
}

std::string render_table(const std::vector<std::vector<std::string>>& rows) {
  size_t columns = rows[0].size();
  std::vector<size_t> widths(columns, 0);
  for (const auto& row : rows) {
    for (size_t c = 0; c < columns; ++c) widths[c] = std::max(widths[c], display_width(row[c]) + 2);
  }
  auto rule = [&](const char* left, const char* middle, const char* right) {
    std::string line = left;
    for (size_t c = 0; c < columns; ++c) {
      for (size_t i = 0; i < widths[c]; ++i) line += "─";
      line += c + 1 < columns ? middle : right;
    }
    return line;
  };
  auto cells = [&](const std::vector<std::string>& row) {
    std::string line = "│";
    for (size_t c = 0; c < columns; ++c) {
      size_t space = widths[c] - display_width(row[c]);
      line += " " + row[c] + std::string(space - 1, ' ') + "│";
    }
    return line;
  };
  std::string text = rule("┌", "┬", "┐") + "\n" + cells(rows[0]) + "\n" + rule("├", "┼", "┤") + "\n";
  for (size_t i = 1; i < rows.size(); ++i) text += cells(rows[i]) + "\n";
  return text + rule("└", "┴", "┘");
}

// magic 2: the text, for a Console over other streams.
Completion<Value> finish_table(Isolate& isolate, Frame& frame, std::string text) {
  if (cast<NativeFunction>(frame.callee)->magic == 2) return Value(new_string_utf8(isolate, text));
  print(isolate, 1, std::move(text), arguments_of(frame).first(1));
  return Value::undefined();
}

Completion<Value> console_table(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_object()) return console_log(isolate, frame);
  Object* data = as_object(frame.argument(0));
  InspectOptions options;
  options.depth = 0;
  options.max_array_length = 3;
  options.break_length = 1 << 28;
  options.colors = cast<NativeFunction>(frame.callee)->magic != 2 && shows_colors(runtime_of(isolate), 1);
  // Small objects are shown, of bigger ones only the type.
  auto show = [&](Value value, std::string* text) -> Completion<void> {
    InspectOptions cell = options;
    if (value.is_object() && !as_object(value)->is_array() && !as_object(value)->is_callable()) {
      Array* keys = TRY(own_property_keys(isolate, as_object(value), KeyFilter::kStrings));
      uint32_t shown = 0;
      for (uint32_t i = 0; i < keys->length; ++i) {
        PropertyDescriptor descriptor;
        PropertyKey key = key_from_string(isolate, as_string(fast_element(keys, i)));
        bool there = TRY(get_own_property(isolate, as_object(value), key, &descriptor));
        shown += there && descriptor.is(Attributes::kEnumerable);
      }
      if (shown > 2) cell.depth = -1;
    }
    *text = inspect(isolate, value, cell);
    if (isolate.has_exception()) return Throw{};
    return {};
  };
  if (data->type == CellType::kMap || data->type == CellType::kSet) {
    bool is_map = data->type == CellType::kMap;
    HashTable* table = settled(static_cast<MapObject*>(data)->table);
    std::vector<std::vector<std::string>> text{{"(iteration index)"}};
    if (is_map) text[0].push_back("Key");
    text[0].push_back("Values");
    for (uint32_t i = 0; table && i < table->used; ++i) {
      Value key = table->entries()[i].key;
      if (key.is_empty()) continue;
      Value value = table->entries()[i].value;
      std::vector<std::string> line(is_map ? 3 : 2);
      line[0] = std::to_string(text.size() - 1);
      TRY(show(key, &line[1]));
      if (is_map) TRY(show(value, &line[2]));
      text.push_back(std::move(line));
    }
    return finish_table(isolate, frame, render_table(text));
  }
  RootedVector<Value> columns(isolate.heap(), "table");  // property names
  bool has_values = false;
  RootedVector<Value> indices(isolate.heap(), "table");
  RootedVector<Value> rows(isolate.heap(), "table");
  Array* keys = TRY(own_property_keys(isolate, data, KeyFilter::kStrings));
  for (uint32_t i = 0; i < keys->length; ++i) {
    PropertyKey key = key_from_string(isolate, as_string(fast_element(keys, i)));
    PropertyDescriptor descriptor;
    if (!TRY(get_own_property(isolate, data, key, &descriptor)) || !descriptor.is(Attributes::kEnumerable)) continue;
    indices.push_back(fast_element(keys, i));
    rows.push_back(TRY(get(isolate, data, key)));
  }
  for (size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].is_object()) {
      has_values = true;
      continue;
    }
    Array* keys = TRY(own_property_keys(isolate, as_object(rows[r]), KeyFilter::kStrings));
    for (uint32_t i = 0; i < keys->length; ++i) {
      Value name = fast_element(keys, i);
      PropertyDescriptor descriptor;
      PropertyKey key = key_from_string(isolate, as_string(name));
      if (!TRY(get_own_property(isolate, as_object(rows[r]), key, &descriptor)) ||
          !descriptor.is(Attributes::kEnumerable)) {
        continue;
      }
      bool known = false;
      for (Value column : columns) known = known || strings_equal(isolate, as_string(column), as_string(name));
      if (!known) columns.push_back(name);
    }
  }
  if (frame.argument(1).is_object() && as_object(frame.argument(1))->is_array()) {
    columns.clear();
    auto* wanted = cast<Array>(frame.argument(1));
    for (uint32_t i = 0; i < wanted->length; ++i)
      columns.push_back(Value(TRY(to_string(isolate, fast_element(wanted, i)))));
  }
  std::vector<std::vector<std::string>> text;
  std::vector<std::string> head{"(index)"};
  for (Value column : columns) head.push_back(to_utf8(isolate, as_string(column)));
  if (has_values) head.push_back("Values");
  text.push_back(head);
  for (size_t r = 0; r < rows.size(); ++r) {
    std::vector<std::string> line{indices[r].is_string() ? to_utf8(isolate, as_string(indices[r]))
                                                         : inspect(isolate, indices[r])};
    for (Value column : columns) {
      std::string cell;
      if (rows[r].is_object()) {
        PropertyKey key = key_from_string(isolate, as_string(column));
        if (TRY(has_own_property(isolate, as_object(rows[r]), key))) {
          Value value = TRY(get(isolate, as_object(rows[r]), key));
          TRY(show(value, &cell));
        }
      }
      line.push_back(cell);
    }
    if (has_values) {
      line.emplace_back();
      if (!rows[r].is_object()) TRY(show(rows[r], &line.back()));
    }
    text.push_back(line);
  }
  return finish_table(isolate, frame, render_table(text));
}

using P = BuiltinProperty;
Completion<Value> console_clear(Isolate& isolate, Frame&) {
  bool is_terminal = false;
  ask_host(host_of(isolate), "is terminal", "1", [&] { is_terminal = isatty(1) == 1; }, is_terminal);
  if (is_terminal) runtime_of(isolate).write(1, "\x1b[1;1H\x1b[0J");
  return Value::undefined();
}
// What only an inspector would show: in Node, too, nothing without one.
Completion<Value> console_nothing(Isolate&, Frame&) {
  return Value::undefined();
}
// console.Console
Completion<Value> console_class(Isolate& isolate, Frame&) {
  Value exports = TRY(load_builtin_module(runtime_of(isolate), "internal/console"));
  return get(isolate, as_object(exports), key_from_latin1(isolate, "Console"));
}

// What console.createTask gives, known by the function that was made for it.
Completion<Value> task_run(Isolate& isolate, Frame& frame) {
  const Value own = frame.this_value.is_object()
                        ? get_own_data(isolate, as_object(frame.this_value), key_from_latin1(isolate, "run"))
                        : Value::empty();
  if (!own.is_object() || as_object(own)->type != CellType::kNativeFunction ||
      cast<NativeFunction>(own)->data != frame.this_value) {
    return throw_error(isolate, ErrorType::kError, "'run' called with illegal receiver.");
  }
  if (!is_callable(frame.argument(0))) {
    return throw_error(isolate, ErrorType::kError, "First argument must be a function.");
  }
  return call(isolate, frame.argument(0), Value::undefined(), {});
}
Completion<Value> console_create_task(Isolate& isolate, Frame& frame) {
  if (!frame.argument(0).is_string() || as_string(frame.argument(0))->length == 0) {
    return throw_error(isolate, ErrorType::kError, "First argument must be a non-empty string.");
  }
  Object* task = new_plain_object(isolate);
  const PropertyKey run = key_from_latin1(isolate, "run");
  put_direct(isolate, task, run, Value(new_native_function(isolate, task_run, run, 0, Value(task))));
  return Value(task);
}
// V8's console of a name, which speaks to an inspector alone.
Completion<Value> console_context(Isolate& isolate, Frame&) {
  Object* context = new_object_with_prototype(isolate, new_plain_object(isolate));
  for (const char* name :
       {"dir",   "dirXml",  "table",   "groupEnd", "clear", "count", "countReset", "profile",        "profileEnd",
        "debug", "error",   "info",    "log",      "warn",  "trace", "group",      "groupCollapsed", "assert",
        "time",  "timeLog", "timeEnd", "timeStamp"}) {
    const PropertyKey key = key_from_latin1(isolate, name);
    put_direct(isolate, context, key, Value(new_native_function(isolate, console_nothing, key, 1)));
  }
  return Value(context);
}

constexpr P method(const char* name, NativeCode native, uint16_t magic = 0, uint16_t length = 0) {
  P property = P::function(name, native, length, magic);
  property.attributes = Attributes::kAll;
  return property;
}
// In the order in which console.log(console) shows them.
constexpr P kConsoleTable[] = {
    method("log", console_log, 1),
    method("info", console_log, 1),
    method("debug", console_log, 1),
    method("warn", console_log, 2),
    method("error", console_log, 2),
    method("dir", console_dir),
    method("time", console_time),
    method("timeEnd", console_time_end, 0),
    method("timeLog", console_time_end, 1),
    method("trace", console_trace),
    method("assert", console_assert),
    method("clear", console_clear),
    method("count", console_count),
    method("countReset", console_count_reset),
    method("group", console_group, 0),
    method("groupEnd", console_group_end),
    method("table", console_table, 1),
    method("dirxml", console_log, 1),
    method("groupCollapsed", console_group, 1),
    P::accessor("Console", console_class),
    method("profile", console_nothing),
    method("profileEnd", console_nothing),
    method("timeStamp", console_nothing),
    method("context", console_context, 0, 1),
    method("createTask", console_create_task),
    P::string("@@toStringTag", "console"),
};
constexpr P kBindingTable[] = {P::function("table", console_table, 2, 2)};

}  // namespace

extern constexpr NativeBinding kConsoleBinding = {"console", kBindingTable};

void register_console(Runtime& runtime) {
  runtime.isolate().intrinsic_creators[static_cast<int>(Intrinsic::kConsole)] = [](Isolate& isolate, Realm& realm) {
    Object* prototype = new_plain_object(isolate);
    return make_builtin_object(isolate, realm, prototype, kConsoleTable);
  };
}

}  // namespace scrim
