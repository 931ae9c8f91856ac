// Intl.ListFormat. ECMA-402 sec-listformat-objects
#include "engine/builtins/intl/list_format.h"

#include "engine/objects/iteration.h"

namespace scrim::intl {

ListFormatter open_list_formatter(const std::string& locale, ListType type, ListStyle style, UErrorCode* status) {
  constexpr UListFormatterType kIcuTypes[] = {ULISTFMT_TYPE_AND, ULISTFMT_TYPE_OR, ULISTFMT_TYPE_UNITS};
  constexpr UListFormatterWidth kWidths[] = {ULISTFMT_WIDTH_WIDE, ULISTFMT_WIDTH_SHORT, ULISTFMT_WIDTH_NARROW};
  return ListFormatter(icu().ulistfmt_openForType(locale.c_str(), kIcuTypes[static_cast<int>(type)],
                                                  kWidths[static_cast<int>(style)], status));
}

UErrorCode format_list(const UListFormatter* formatter, const std::vector<std::u16string>& elements,
                       FormattedText* out) {
  std::vector<const char16_t*> texts;
  std::vector<int32_t> lengths;
  for (const std::u16string& element : elements) {
    texts.push_back(element.data());
    lengths.push_back(static_cast<int32_t>(element.size()));
  }
  UErrorCode status = U_ZERO_ERROR;
  const IcuHandle<UFormattedList, &Icu::ulistfmt_closeResult> result(icu().ulistfmt_openResult(&status));
  icu().ulistfmt_formatStringsToResult(formatter, texts.data(), lengths.data(), static_cast<int32_t>(texts.size()),
                                       result, &status);
  if (failed(status)) return status;
  return read_formatted(icu().ulistfmt_resultAsValue(result, &status), out,
                        [](int32_t category, int32_t field, std::u16string_view, Field* out_field) {
                          if (category != UFIELD_CATEGORY_LIST || field != ULISTFMT_ELEMENT_FIELD) return false;
                          out_field->type = "element";
                          return true;
                        });
}

namespace {

constexpr const char* kOwner = "Intl.ListFormat";
constexpr const char* kTypes[] = {"conjunction", "disjunction", "unit"};
constexpr const char* kStyles[] = {"long", "short", "narrow"};

struct ListFormat : IntlData {
  static constexpr IntlKind kKind = IntlKind::kListFormat;
  static constexpr uint32_t kBytes = 1000;
  int type = 0;
  int style = 0;
  ListFormatter formatter;
};

// sec-intl.listformat
Completion<Value> list_format_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlListFormatPrototype));
  auto format = new_data<ListFormat>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  Object* options_given = TRY(options_object(isolate, frame.argument(1)));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  const ResolvedLocale resolved = resolve_locale(requested, {});
  format->locale = resolved.locale;
  format->type = TRY(options.choice("type", kTypes, 0));
  format->style = TRY(options.choice("style", kStyles, 0));
  UErrorCode status = U_ZERO_ERROR;
  format->formatter = open_list_formatter(icu_locale(resolved.data_locale), static_cast<ListType>(format->type),
                                          static_cast<ListStyle>(format->style), &status);
  if (failed(status)) return throw_icu(isolate, status);
  return Value(new_intl_object(isolate, shape, format.release()));
}

// sec-createstringlistfromiterable
Completion<void> strings_of(Isolate& isolate, Value iterable, std::vector<std::u16string>* strings) {
  if (iterable.is_undefined()) return {};
  IteratorRecord record;
  TRY(get_iterator(isolate, iterable, &record));
  for (;;) {
    bool done = false;
    Value value = TRY(iterator_step_value(isolate, &record, &done));
    if (done) return {};
    if (!value.is_string()) {
      throw_type_error(isolate, "Iterable yielded %s which is not a string",
                       describe_for_error(isolate, value).c_str());
      return iterator_close_throw(isolate, record);
    }
    strings->push_back(to_utf16(isolate, as_string(value)));
  }
}

// sec-Intl.ListFormat.prototype.format, magic 1: formatToParts
Completion<Value> list_format_format(Isolate& isolate, Frame& frame) {
  const bool parts = callee_of(frame)->magic == 1;
  ListFormat* format = TRY(this_data<ListFormat>(
      isolate, frame, parts ? "Intl.ListFormat.prototype.formatToParts" : "Intl.ListFormat.prototype.format"));
  std::vector<std::u16string> strings;
  TRY(strings_of(isolate, frame.argument(0), &strings));
  FormattedText formatted;
  const UErrorCode status = format_list(format->formatter, strings, &formatted);
  if (failed(status)) return throw_icu(isolate, status);
  if (!parts) return text_value(isolate, formatted.text);
  // Elements may be empty, so the parts are taken from the fields.
  Array* array = new_array(isolate);
  const auto add = [&](const char* type, int32_t begin, int32_t end) {
    Object* part = new_plain_object(isolate, 2);
    put(isolate, part, "type", type);
    put(isolate, part, "value", text_value(isolate, formatted.between(begin, end)));
    array_push(isolate, array, Value(part));
  };
  int32_t at = 0;
  for (const Field& field : formatted.fields) {
    if (field.begin > at) add("literal", at, field.begin);
    add("element", field.begin, field.end);
    at = field.end;
  }
  if (at < static_cast<int32_t>(formatted.text.size())) add("literal", at, static_cast<int32_t>(formatted.text.size()));
  return Value(array);
}

// sec-Intl.ListFormat.prototype.resolvedoptions
Completion<Value> list_format_resolved_options(Isolate& isolate, Frame& frame) {
  ListFormat* format = TRY(this_data<ListFormat>(isolate, frame, "Intl.ListFormat.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 3);
  put(isolate, options, "locale", format->locale);
  put(isolate, options, "type", kTypes[format->type]);
  put(isolate, options, "style", kStyles[format->style]);
  return Value(options);
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kListFormat)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", list_format_resolved_options, 0),
    P::function("format", list_format_format, 1, 0),
    P::function("formatToParts", list_format_format, 1, 1),
    P::string("@@toStringTag", "Intl.ListFormat"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlListFormatClass = {Intrinsic::kIntlListFormat,
                                                   Intrinsic::kIntlListFormatPrototype,
                                                   "ListFormat",
                                                   intl::list_format_constructor,
                                                   0,
                                                   intl::kTable,
                                                   intl::kPrototypeTable};

}  // namespace scrim
