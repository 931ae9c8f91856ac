// util.inspect, as Node 26 prints: a value, an object with its properties. Kinds of objects are in inspect_kinds.cpp,
// errors in inspect_errors.cpp, lines and columns in inspect_layout.cpp.
#include <algorithm>
#include <cmath>

#include "engine/builtins/support.h"
#include "engine/objects/bigint.h"
#include "engine/objects/errors.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/inspector.h"
#include "engine/runtime/modules.h"

namespace scrim {

namespace {

// options.stylize(text, type) of custom functions.
Completion<Value> stylize_native(Isolate& isolate, Frame& frame) {
  static constexpr const char* kNames[] = {"special", "number", "bigint", "boolean", "undefined", "null",
                                           "string",  "symbol", "date",   "regexp",  "module",    "name"};
  String* text = TRY(to_string(isolate, frame.argument(0)));
  if (cast<NativeFunction>(frame.callee)->magic && frame.argument(1).is_string()) {
    std::string type = to_utf8(isolate, as_string(frame.argument(1)));
    for (size_t i = 0; i < std::size(kNames); ++i) {
      if (type == kNames[i]) {
        return Value(new_string_utf8(isolate, colored(to_utf8(isolate, text), static_cast<Style>(i))));
      }
    }
  }
  return Value(text);
}

// The language's own classes that have a global name.
bool is_global_class(Object* constructor, const std::string& name) {
  return constructor->type == CellType::kNativeFunction && name != "AsyncFunction" && name != "GeneratorFunction" &&
         name != "AsyncGeneratorFunction" && name != "SharedArrayBuffer" && name != "TypedArray";
}

}  // namespace

// A get that shows nothing when it throws.
Value Inspector::get_quiet(Object* o, PropertyKey key) {
  Completion<Value> result = get(isolate_, o, key);
  if (!result.failed()) return result.value();
  if (!isolate_.terminating) isolate_.take_exception();
  return Value::undefined();
}

bool Inspector::get_own_quiet(Object* o, PropertyKey key, PropertyDescriptor* descriptor) {
  Completion<bool> has = get_own_property(isolate_, o, key, descriptor);
  if (!has.failed()) return has.value();
  if (!isolate_.terminating) isolate_.take_exception();
  return false;
}

std::string Inspector::number(double value, bool plain) const {
  std::string text;
  char buffer[32];
  if (value == 0 && std::signbit(value)) {
    text = "-0";
  } else {
    text = number_to_latin1(value, buffer);
    if (options_.numeric_separator && std::isfinite(value) && text.find('e') == std::string::npos) {
      size_t point = text.find('.');
      text = separate_digits(text.substr(0, point)) +
             (point == std::string::npos ? "" : "." + separate_fraction(text.substr(point + 1)));
    }
  }
  return plain ? text : style(text, Style::kNumber);
}

// plain: without colours, as inside [Number: 1].
std::string Inspector::primitive(Value v, bool plain) {
  auto styled = [&](std::string_view text, Style kind) { return plain ? std::string(text) : style(text, kind); };
  if (v.is_string()) {
    String* string = as_string(v);
    std::string trailer;
    auto limit = static_cast<uint32_t>(std::max(options_.max_string_length, 0));
    if (string->length > limit) {
      uint32_t rest = string->length - limit;
      trailer = "... " + std::to_string(rest) + " more character" + (rest > 1 ? "s" : "");
      string = substring(isolate_, string, 0, limit);
    }
    // Long strings with line breaks are shown a line each.
    if (options_.compact != InspectOptions::kCompactTrue && string->length > 16 &&
        static_cast<int>(string->length) > options_.break_length - indentation_ - 4) {
      std::u16string units = to_utf16(isolate_, string);
      std::string result;
      for (size_t i = 0; i < units.size();) {
        size_t end = units.find(u'\n', i);
        end = end == std::u16string::npos ? units.size() : end + 1;
        if (i) result += " +\n" + std::string(static_cast<size_t>(indentation_) + 2, ' ');
        result += styled(quote_text(std::u16string_view(units).substr(i, end - i)), Style::kString);
        i = end;
      }
      return result + trailer;
    }
    return styled(quote_text(to_utf16(isolate_, string)), Style::kString) + trailer;
  }
  if (v.is_number()) return number(v.as_number(), plain);
  if (v.is_bigint()) {
    std::string digits = bigint_to_string(as_bigint(v));
    if (options_.numeric_separator) digits = separate_digits(digits);
    return styled(digits + "n", Style::kBigint);
  }
  if (v.is_boolean()) return styled(v.as_boolean() ? "true" : "false", Style::kBoolean);
  if (v.is_null()) return styled("null", Style::kNull);
  if (v.is_symbol()) {
    String* description = as_symbol(v)->description;
    return styled("Symbol(" + (description ? to_utf8(isolate_, description) : std::string()) + ")", Style::kSymbol);
  }
  return styled("undefined", Style::kUndefined);
}

// Calls value[Symbol.for('nodejs.util.inspect.custom')] as Node does. False: there is none, or it returned the value
// itself.
bool Inspector::custom(Object* o, int recurse, Value original, std::string* shown) {
  Symbol* symbol = custom_inspect_symbol(isolate_, isolate_.atoms());
  if (!symbol) return false;
  Value method = get_quiet(o, PropertyKey::from_symbol(symbol));
  if (!is_callable(method)) return false;
  // A class's prototype is shown as it is.
  Value constructor = get_quiet(o, isolate_.names().constructor);
  if (constructor.is_object() && get_quiet(as_object(constructor), isolate_.names().prototype) == Value(o))
    return false;
  Completion<Value> util = runtime_of(isolate_).modules().require_builtin("util");
  if (util.failed()) return true;
  Value inspect_function = get_quiet(as_object(util.value()), key("inspect"));
  if (method == inspect_function) return false;
  Object* bag = new_plain_object(isolate_, 13);
  auto put = [&](const char* name, Value v) { put_direct(isolate_, bag, key(name), v); };
  auto limit = [](int n) { return n >= InspectOptions::kNoLimit ? Value::raw_double(HUGE_VAL) : Value::number(n); };
  // The depth left for this object; the options carry the one the whole began with.
  Value depth = options_.depth_is_null                       ? Value::null()
                : options_.depth >= InspectOptions::kNoLimit ? Value::raw_double(HUGE_VAL)
                                                             : Value::number(options_.depth - recurse);
  NativeFunction* stylize = new_native_function(isolate_, stylize_native, key("stylize"), 2);
  stylize->magic = options_.colors;
  put("stylize", Value(stylize));
  put("showHidden", Value::boolean(options_.show_hidden));
  put("depth", options_.depth_is_null ? Value::null() : limit(options_.depth));
  put("colors", Value::boolean(options_.colors));
  put("customInspect", Value::boolean(options_.custom_inspect));
  put("showProxy", Value::boolean(options_.show_proxy));
  put("maxArrayLength", limit(options_.max_array_length));
  put("maxStringLength", limit(options_.max_string_length));
  put("breakLength", limit(options_.break_length));
  put("compact", options_.compact == InspectOptions::kCompactTrue ? Value::boolean(true)
                 : options_.compact == 0                          ? Value::boolean(false)
                                                                  : Value::number(options_.compact));
  put("sorted", options_.sort_with.is_object() ? options_.sort_with : Value::boolean(options_.sorted));
  static constexpr const char* kGetters[] = {"", "", "get", "set"};
  put("getters", options_.getters <= InspectOptions::kGettersAll
                     ? Value::boolean(options_.getters)
                     : Value(new_string_latin1(isolate_, kGetters[options_.getters])));
  put("numericSeparator", Value::boolean(options_.numeric_separator));
  if (options_.user_options.is_object()) {
    Completion<Array*> names = own_property_keys(isolate_, as_object(options_.user_options), KeyFilter::kStrings);
    for (uint32_t i = 0; !names.failed() && i < names.value()->length; ++i) {
      PropertyKey name = key_from_string(isolate_, as_string(fast_element(names.value(), i)));
      if (name == key("depth") || name == key("stylize")) continue;
      put_direct(isolate_, bag, name, get_quiet(as_object(options_.user_options), name));
    }
    if (names.failed()) isolate_.take_exception();
  }
  Completion<Value> result = call(isolate_, method, original, {depth, Value(bag), inspect_function});
  if (result.failed()) return true;
  if (result.value() == original) return false;
  *shown = result.value().is_string() ? indent_lines(to_utf8(isolate_, as_string(result.value())), indentation_)
                                      : value(result.value(), recurse);
  return true;
}

std::string Inspector::proxied_text(const std::string& shown) const {
  return style("Proxy(", Style::kSpecial) + shown + style(")", Style::kSpecial);
}

std::string Inspector::value(Value v, int recurse, bool typed) {
  if (!v.is_object()) return primitive(v);
  if (isolate_.has_exception()) return {};
  Object* o = as_object(v);
  bool proxied = false;
  if (o->type == CellType::kProxy) {
    auto* proxy = static_cast<ProxyObject*>(o);
    if (!proxy->target) return style("<Revoked Proxy>", Style::kSpecial);
    if (options_.show_proxy) {
      if (too_deep(recurse)) return style("Proxy [Array]", Style::kSpecial);
      Output out;
      out.open = "Proxy [";
      out.close = "]";
      out.extras = Extras::kArrayExtras;
      indentation_ += 2;
      out.entries.push_back(value(Value(proxy->target), recurse + 1));
      out.entries.push_back(value(Value(proxy->handler), recurse + 1));
      indentation_ -= 2;
      return reduce(out, recurse + 1, nullptr);
    }
    proxied = true;
    o = proxy->target;
    if (o->type == CellType::kProxy) return proxied_text(value(Value(o), recurse));
  }
  std::string shown;
  if (options_.custom_inspect && o->type == CellType::kHostObject) {
    auto* host = static_cast<HostObject*>(o);
    if (host->kind == kImmediateKind) return value(Value(timer_fields(isolate_, host)), recurse);
    if (host->kind == kTimerKind) {
      InspectOptions one_level = options_;
      one_level.depth = 0;
      one_level.depth_is_null = one_level.custom_inspect = false;
      return indent_lines(Inspector(isolate_, one_level).value(Value(timer_fields(isolate_, host)), 0), indentation_);
    }
  }
  if (options_.custom_inspect && custom(o, recurse, v, &shown)) return shown;
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i] != Value(o)) continue;
    size_t index = 0;
    while (index < circular_.size() && circular_[index] != Value(o)) ++index;
    if (index == circular_.size()) circular_.push_back(Value(o));
    return style("[Circular *" + std::to_string(index + 1) + "]", Style::kSpecial);
  }
  RecursionGuard guard(isolate_);
  if (guard.overflowed()) {
    return style("[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]", Style::kSpecial);
  }
  shown = object(o, recurse, typed);
  return proxied ? proxied_text(shown) : shown;
}

bool Inspector::constructor_name(Object* o, int recurse, std::string* name, std::vector<std::string>* inherited) {
  Object* first = nullptr;
  bool has_first = false;
  for (Object* at = o; at;) {
    if (at->type == CellType::kProxy) break;
    PropertyDescriptor descriptor;
    if (get_own_quiet(at, isolate_.names().constructor, &descriptor) && is_callable(descriptor.value)) {
      Value own = get_quiet(as_object(descriptor.value), isolate_.names().name);
      if (own.is_string() && as_string(own)->length) {
        Completion<bool> instance = instance_of(isolate_, Value(o), descriptor.value);
        if (instance.failed()) {
          isolate_.take_exception();
        } else if (instance.value()) {
          // Of a class of the program's, or below one, what the prototypes add is shown too.
          if (inherited && ((has_first && first != at) || !is_global_class(as_object(descriptor.value), text(own)))) {
            inherited_properties(o, has_first && first ? first : o, recurse, inherited);
          }
          *name = text(own);
          return true;
        }
      }
    }
    at = at->prototype();
    if (!has_first) first = at;
    has_first = true;
  }
  if (!first) return false;
  // A chain that ends without any constructor.
  std::string base = "Object";
  Object* constructor = remembered_constructor(isolate_, first);
  if (!constructor) {
    // As V8 names objects: the prototype's own property, whether or not it is an instance.
    Value own = get_own_data(isolate_, first, isolate_.names().constructor);
    if (is_callable(own)) constructor = as_object(own);
  }
  if (constructor) {
    Value own = get_quiet(constructor, isolate_.names().name);
    if (own.is_string() && as_string(own)->length) base = text(own);
  }
  if (too_deep(recurse)) {
    *name = base + " <Complex prototype>";
    return true;
  }
  std::string above;
  if (constructor_name(first, recurse + 1, &above, inherited)) {
    *name = base + " <" + above + ">";
  } else {
    InspectOptions options = options_;
    options.custom_inspect = false;
    options.depth = -1;
    options.depth_is_null = false;
    options.colors = false;
    *name = base + " <" + Inspector(isolate_, options).value(Value(first), 0) + ">";
  }
  return true;
}

void Inspector::inherited_properties(Object* main, Object* o, int recurse, std::vector<std::string>* entries) {
  RootedVector<Value> known(isolate_.heap(), "inspect");
  for (int depth = 0; depth < 3; ++depth) {
    if (depth != 0 || main == o) {
      o = o->prototype();
      if (!o || o->type == CellType::kProxy) return;
      PropertyDescriptor descriptor;
      if (get_own_quiet(o, isolate_.names().constructor, &descriptor) && descriptor.value.is_object()) {
        Value name = get_quiet(as_object(descriptor.value), isolate_.names().name);
        if (is_global_class(as_object(descriptor.value), name.is_string() ? text(name) : "")) return;
      }
    }
    Completion<Array*> names = own_property_keys(isolate_, o, KeyFilter::kAll);
    if (names.failed()) {
      isolate_.take_exception();
      return;
    }
    seen_.push_back(Value(main));
    for (uint32_t i = 0; i < names.value()->length; ++i) {
      Value name = fast_element(names.value(), i);
      PropertyKey k =
          name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
      PropertyDescriptor descriptor;
      if (k == isolate_.names().constructor || get_own_quiet(main, k, &descriptor)) continue;
      bool before = false;
      for (Value one : known) before = before || one == key_to_value(isolate_, k);
      if (before || !get_own_quiet(o, k, &descriptor) || is_callable(descriptor.value)) continue;
      std::string shown = property(o, k, recurse, Extras::kObject, main);
      entries->push_back(options_.colors ? "\x1b[2m" + shown + "\x1b[22m" : shown);
    }
    seen_.pop_back();
    for (uint32_t i = 0; i < names.value()->length; ++i) known.push_back(fast_element(names.value(), i));
  }
}

std::string Inspector::tag_of(Object* o) {
  Value tag = get_quiet(o, isolate_.names().to_string_tag);
  if (!tag.is_string() || !as_string(tag)->length) return {};
  // An own tag is shown as the property it is.
  PropertyDescriptor descriptor;
  if (get_own_quiet(o, isolate_.names().to_string_tag, &descriptor) &&
      (options_.show_hidden || descriptor.is(Attributes::kEnumerable))) {
    return {};
  }
  return text(tag);
}

// Own keys as shown: enumerable strings, then enumerable symbols; all of them with showHidden.
Array* Inspector::keys(Object* o, bool skip_indices) {
  Array* result = new_array(isolate_);
  Completion<Array*> all = o->is_exotic() ? own_property_keys(isolate_, o, KeyFilter::kAll)
                                          : ordinary_own_property_keys(isolate_, o, KeyFilter::kAll);
  if (all.failed()) {
    isolate_.take_exception();
    return result;
  }
  for (uint32_t i = 0; i < all.value()->length; ++i) {
    Value name = fast_element(all.value(), i);
    PropertyKey k =
        name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
    // Of a boxed string, its characters; it may have more.
    if (skip_indices && k.is_index() &&
        (o->type != CellType::kStringObject ||
         k.as_index() < as_string(static_cast<PrimitiveWrapper*>(o)->primitive)->length)) {
      continue;
    }
    if (!options_.show_hidden || name.is_symbol()) {
      // Bindings of a module that are not initialized yet are keys too.
      PropertyDescriptor descriptor;
      Completion<bool> has = get_own_property(isolate_, o, k, &descriptor);
      if (has.failed()) {
        isolate_.take_exception();
        if (o->type != CellType::kModuleNamespace) continue;
      } else if (!has.value() || (!descriptor.is(Attributes::kEnumerable) && !options_.show_hidden)) {
        continue;
      }
    }
    array_push(isolate_, result, name);
  }
  return result;
}

std::string Inspector::getter_value(Value getter, bool has_setter, Object* receiver, int recurse) {
  std::string label = has_setter ? "[Getter/Setter" : "[Getter";
  using Options = InspectOptions;
  bool wanted = options_.getters == Options::kGettersAll ||
                (options_.getters == Options::kGettersOnly && !has_setter) ||
                (options_.getters == Options::kGettersWithSetter && has_setter);
  if (!wanted) return style(label + "]", Style::kSpecial);
  Completion<Value> result = call(isolate_, getter, Value(receiver));
  std::string shown;
  indentation_ += 2;
  if (result.failed()) {
    if (isolate_.terminating) return {};
    Value error = isolate_.take_exception();
    shown = style(label + ":", Style::kSpecial) + " <Inspection threw (" + value(error, recurse) + ")>" +
            style("]", Style::kSpecial);
  } else if (result.value().is_object()) {
    shown = style(label + "]", Style::kSpecial) + " " + value(result.value(), recurse);
  } else {
    shown = style(label + ":", Style::kSpecial) + " " + primitive(result.value()) + style("]", Style::kSpecial);
  }
  indentation_ -= 2;
  return shown;
}

std::string Inspector::property(Object* o, PropertyKey k, int recurse, Extras kind, Object* receiver) {
  PropertyDescriptor descriptor;
  Completion<bool> has = get_own_property(isolate_, o, k, &descriptor);
  std::string shown;
  std::string space = " ";
  bool enumerable = true;
  if (has.failed()) {
    // A module's binding before its initialization.
    isolate_.take_exception();
    shown = style("<uninitialized>", Style::kSpecial);
  } else if (!has.value()) {
    shown = value(get_quiet(o, k), recurse);
  } else {
    enumerable = descriptor.is(Attributes::kEnumerable);
    if (descriptor.is_accessor()) {
      bool getter = descriptor.has_getter() && !descriptor.getter.is_undefined();
      bool setter = descriptor.has_setter() && !descriptor.setter.is_undefined();
      shown = getter   ? getter_value(descriptor.getter, setter, receiver ? receiver : o, recurse)
              : setter ? style("[Setter]", Style::kSpecial)
                       : style("undefined", Style::kUndefined);
    } else {
      int difference = options_.compact != InspectOptions::kCompactTrue || kind != Extras::kObject ? 2 : 3;
      indentation_ += difference;
      shown = value(descriptor.has_value() ? descriptor.value : Value::undefined(), recurse);
      if (difference == 3 && options_.break_length < static_cast<int>(length_of(shown))) {
        space = "\n" + std::string(static_cast<size_t>(indentation_), ' ');
      }
      indentation_ -= difference;
    }
  }
  if (kind == Extras::kArray) return shown;
  std::string label;
  if (k.is_symbol()) {
    String* description = k.as_symbol()->description;
    label = style("Symbol(" + (description ? escape_text(to_utf16(isolate_, description)) : std::string()) + ")",
                  Style::kSymbol);
    if (!enumerable) label = "[" + label + "]";
  } else {
    String* name = key_to_string(isolate_, k);
    std::string plain = to_utf8(isolate_, name);
    if (plain == "__proto__") {
      label = enumerable ? "['__proto__']" : "[['__proto__']]";
    } else if (!enumerable) {
      label = "[" + (is_plain_identifier(plain) ? plain : style(quote_text(to_utf16(isolate_, name)), Style::kString)) +
              "]";
    } else {
      label = is_plain_identifier(plain) ? style(plain, Style::kName)
                                         : style(quote_text(to_utf16(isolate_, name)), Style::kString);
    }
  }
  return label + ":" + space + shown;
}

std::string Inspector::object(Object* o, int recurse, bool typed) {
  Description about;
  std::string constructor;
  bool with_inherited = options_.show_hidden && !too_deep(recurse);
  if (constructor_name(o, recurse, &constructor, with_inherited ? &about.inherited : nullptr)) {
    about.constructor = &constructor;
  }
  about.tag = tag_of(o);
  Output out;
  describe(o, recurse, typed, about, out);
  if (about.is_complete) return about.complete;
  if (too_deep(recurse)) {
    std::string name = prefix(about, kind_name(o));
    name.pop_back();
    return style(about.constructor ? "[" + name + "]" : name, Style::kSpecial);
  }
  ++recurse;
  seen_.push_back(Value(o));
  current_depth_ = recurse;
  add_entries(o, recurse, about, out);
  Extras kind = out.extras == Extras::kArrayExtras ? Extras::kArrayExtras : Extras::kObject;
  for (uint32_t i = 0; i < about.keys->length; ++i) {
    Value name = fast_element(about.keys, i);
    PropertyKey k =
        name.is_symbol() ? PropertyKey::from_symbol(as_symbol(name)) : key_from_string(isolate_, as_string(name));
    out.entries.push_back(property(o, k, recurse, kind));
    if (isolate_.has_exception()) return {};
  }
  for (std::string& entry : about.inherited) out.entries.push_back(std::move(entry));
  seen_.pop_back();
  for (size_t i = 0; i < circular_.size(); ++i) {
    if (circular_[i] != Value(o)) continue;
    std::string reference = style("<ref *" + std::to_string(i + 1) + ">", Style::kSpecial);
    if (options_.compact == InspectOptions::kCompactTrue) {
      out.open = reference + " " + out.open;
    } else {
      out.base = out.base.empty() ? reference : reference + " " + out.base;
    }
  }
  if (options_.sorted) {
    size_t begin = out.extras == Extras::kObject ? 0 : out.entries.size() - about.keys->length;
    auto first = out.entries.begin() + static_cast<std::ptrdiff_t>(begin);
    if (options_.sort_with.is_object()) {
      std::stable_sort(first, out.entries.end(), [&](const std::string& a, const std::string& b) {
        Completion<Value> order = call(isolate_, options_.sort_with, Value::undefined(),
                                       {Value(new_string_utf8(isolate_, a)), Value(new_string_utf8(isolate_, b))});
        return !order.failed() && order.value().is_number() && order.value().as_number() < 0;
      });
    } else {
      std::sort(first, out.entries.end());
    }
  }
  return reduce(out, recurse, o);
}

std::string inspect(Isolate& isolate, Value value, const InspectOptions& options) {
  Inspector inspector(isolate, options);
  return inspector.value(value, 0);
}

std::string inspect(Isolate& isolate, Value value) {
  Runtime& runtime = runtime_of(isolate);
  return inspect(isolate, value, runtime.inspect_defaults ? *runtime.inspect_defaults : InspectOptions{});
}

std::string inspect_error(Isolate& isolate, Value error) {
  InspectOptions options;
  options.uncaught = true;
  options.custom_inspect = false;
  options.depth = 5;
  options.colors = shows_colors(runtime_of(isolate), 2);
  return inspect(isolate, error, options);
}

Completion<void> read_inspect_options(Isolate& isolate, Value bag, InspectOptions* options) {
  if (!bag.is_object()) return {};
  Object* object = as_object(bag);
  options->user_options = bag;
  auto option = [&](const char* name) { return get(isolate, object, key_from_latin1(isolate, name)); };
  auto number = [&](const char* name, int* target, bool* is_null = nullptr) -> Completion<void> {
    Value value = TRY(option(name));
    if (value.is_undefined()) return {};
    bool unlimited = value.is_null() || (value.is_number() && value.as_number() >= InspectOptions::kNoLimit);
    if (is_null) *is_null = value.is_null();
    if (unlimited) {
      *target = InspectOptions::kNoLimit;
    } else if (value.is_number()) {
      *target = value.as_number() <= -InspectOptions::kNoLimit ? -1 : static_cast<int>(value.as_number());
    }
    return {};
  };
  auto flag = [&](const char* name, bool* target) -> Completion<void> {
    Value value = TRY(option(name));
    if (!value.is_undefined()) *target = to_boolean(value);
    return {};
  };
  TRY(flag("showHidden", &options->show_hidden));
  TRY(number("depth", &options->depth, &options->depth_is_null));
  TRY(flag("colors", &options->colors));
  TRY(flag("customInspect", &options->custom_inspect));
  TRY(flag("showProxy", &options->show_proxy));
  TRY(number("maxArrayLength", &options->max_array_length));
  TRY(number("maxStringLength", &options->max_string_length));
  TRY(number("breakLength", &options->break_length));
  Value compact = TRY(option("compact"));
  if (compact.is_boolean()) options->compact = compact.as_boolean() ? InspectOptions::kCompactTrue : 0;
  if (compact.is_number()) options->compact = std::max(0, static_cast<int>(compact.as_number()));
  Value sorted = TRY(option("sorted"));
  if (!sorted.is_undefined()) options->sorted = to_boolean(sorted);
  options->sort_with = is_callable(sorted) ? sorted : Value::undefined();
  Value getters = TRY(option("getters"));
  if (getters.is_boolean()) {
    options->getters = getters.as_boolean() ? InspectOptions::kGettersAll : InspectOptions::kGettersNo;
  } else if (getters.is_string()) {
    std::string which = to_utf8(isolate, as_string(getters));
    options->getters = which == "get"   ? InspectOptions::kGettersOnly
                       : which == "set" ? InspectOptions::kGettersWithSetter
                                        : InspectOptions::kGettersNo;
  }
  return flag("numericSeparator", &options->numeric_separator);
}

}  // namespace scrim
