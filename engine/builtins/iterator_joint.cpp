// Iterator.zip and Iterator.zipKeyed. ECMA-262 sec-iterator.zip, sec-iterator.zipkeyed
#include "engine/builtins/iterator_helpers.h"

namespace scrim {

namespace {

enum Mode : int32_t { kShortest, kLongest, kStrict };

// extra2 of a zip: the mode, the keys (an Array; undefined: results are arrays), then four words for each iterator.
constexpr uint32_t kModeWord = 0;
constexpr uint32_t kKeysWord = 1;
constexpr uint32_t kHeadWords = 2;
enum Entry : uint32_t { kIterator, kNextMethod, kPadding, kOpen, kEntryWords };

class Zip {
 public:
  Zip(Isolate& isolate, Array* words) : isolate_(isolate), words_(words) {}

  uint32_t count() const { return (words_->length - kHeadWords) / kEntryWords; }
  Value& word(uint32_t index) const { return words_->vector()->values[index]; }
  Value& entry(uint32_t i, Entry which) const { return word(kHeadWords + i * kEntryWords + which); }
  Mode mode() const { return static_cast<Mode>(word(kModeWord).as_int32()); }
  IteratorRecord record(uint32_t i) const { return {entry(i, kIterator), entry(i, kNextMethod), false}; }
  bool open(uint32_t i) const { return entry(i, kOpen).is_true(); }
  void forget(uint32_t i) { entry(i, kOpen) = Value::boolean(false); }

  void add(const IteratorRecord& record) {
    for (Value value : {record.iterator, record.next_method, Value::undefined(), Value::boolean(true)})
      array_push(isolate_, words_, value);
  }
  void pad(uint32_t i, Value value) { put_element(isolate_, words_, kHeadWords + i * kEntryWords + kPadding, value); }

  // sec-iteratorcloseall: the iterators that are open, last first; `failed` with the exception pending.
  Completion<void> close_all(bool failed) {
    for (uint32_t i = count(); i-- > 0;) {
      if (!open(i)) continue;
      forget(i);
      if (failed)
        iterator_close_throw(isolate_, record(i));
      else
        failed = iterator_close(isolate_, record(i)).failed();
    }
    if (failed) return Throw{};
    return {};
  }
  Throw fail() {
    (void)close_all(true).failed();
    return Throw{};
  }

  Completion<Value> results(Array* values) const {
    if (word(kKeysWord).is_undefined()) return Value(values);
    auto* keys = cast<Array>(word(kKeysWord));
    Object* object = new_object_with_prototype(isolate_, nullptr);
    for (uint32_t i = 0; i < keys->length; ++i) {
      PropertyKey key = TRY(to_property_key(isolate_, keys->vector()->values[i]));
      TRY(create_data_property_or_throw(isolate_, object, key, values->vector()->values[i]));
    }
    return Value(object);
  }

 private:
  Isolate& isolate_;
  Array* words_;
};

// The options' mode and padding, read in the specification's order.
Completion<Value> read_options(Isolate& isolate, Value options, Mode* mode) {
  *mode = kShortest;
  if (options.is_undefined()) return Value::undefined();
  if (!options.is_object())
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, options).c_str());
  Value text = TRY(get(isolate, as_object(options), key_from_latin1(isolate, "mode")));
  if (!text.is_undefined()) {
    constexpr const char* kModes[] = {"shortest", "longest", "strict"};
    std::string name = text.is_string() ? to_utf8(isolate, as_string(text)) : "";
    int found = -1;
    for (int i = 0; i < 3; ++i) {
      if (name == kModes[i]) found = i;
    }
    if (found < 0) return throw_type_error(isolate, "invalid option %s", describe_for_error(isolate, text).c_str());
    *mode = static_cast<Mode>(found);
  }
  if (*mode != kLongest) return Value::undefined();
  Value padding = TRY(get(isolate, as_object(options), key_from_latin1(isolate, "padding")));
  if (!padding.is_undefined() && !padding.is_object())
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, padding).c_str());
  return padding;
}

Completion<Value> zip_arguments(Isolate& isolate, Frame& frame, Mode* mode) {
  Value iterables = frame.argument(0);
  if (!iterables.is_object())
    return throw_type_error(isolate, "%s is not an object", describe_for_error(isolate, iterables).c_str());
  return read_options(isolate, frame.argument(1), mode);
}

Array* new_words(Isolate& isolate, Mode mode, Value keys) {
  return array_of(isolate, {Value::int32(mode), keys});
}

}  // namespace

Completion<Value> iterator_zip(Isolate& isolate, Frame& frame) {
  Mode mode;
  Value padding = TRY(zip_arguments(isolate, frame, &mode));
  Array* words = new_words(isolate, mode, Value::undefined());
  Zip zip(isolate, words);
  IteratorRecord input;
  TRY(get_iterator(isolate, frame.argument(0), &input));
  for (;;) {
    bool done = false;
    Completion<Value> next = iterator_step_value(isolate, &input, &done);
    if (next.failed()) return zip.fail();
    if (done) break;
    IteratorRecord record;
    if (get_iterator_flattenable(isolate, next.value(), false, &record).failed()) {
      zip.fail();
      return iterator_close_throw(isolate, input);
    }
    zip.add(record);
  }
  if (!padding.is_undefined()) {
    IteratorRecord source;
    if (get_iterator(isolate, padding, &source).failed()) return zip.fail();
    bool done = false;
    for (uint32_t i = 0; i < zip.count() && !done; ++i) {
      Completion<Value> next = iterator_step_value(isolate, &source, &done);
      if (next.failed()) return zip.fail();
      if (!done) zip.pad(i, next.value());
    }
    if (!done && iterator_close(isolate, source).failed()) return zip.fail();
  }
  return Value(new_helper(isolate, kZip, {}, Value(words)));
}

Completion<Value> iterator_zip_keyed(Isolate& isolate, Frame& frame) {
  Mode mode;
  Value padding = TRY(zip_arguments(isolate, frame, &mode));
  Object* iterables = as_object(frame.argument(0));
  Array* keys = new_array(isolate);
  Array* words = new_words(isolate, mode, Value(keys));
  Zip zip(isolate, words);
  Array* all = TRY(own_property_keys(isolate, iterables));
  for (uint32_t i = 0; i < all->length; ++i) {
    Value name = all->vector()->values[i];
    PropertyKey key = TRY(to_property_key(isolate, name));
    PropertyDescriptor descriptor;
    Completion<bool> has = get_own_property(isolate, iterables, key, &descriptor);
    if (has.failed()) return zip.fail();
    if (!has.value() || !descriptor.is(Attributes::kEnumerable)) continue;
    Completion<Value> value = get(isolate, iterables, key);
    if (value.failed()) return zip.fail();
    if (value.value().is_undefined()) continue;
    IteratorRecord record;
    if (get_iterator_flattenable(isolate, value.value(), false, &record).failed()) return zip.fail();
    array_push(isolate, keys, name);
    zip.add(record);
  }
  for (uint32_t i = 0; !padding.is_undefined() && i < zip.count(); ++i) {
    PropertyKey key = TRY(to_property_key(isolate, keys->vector()->values[i]));
    Completion<Value> value = get(isolate, as_object(padding), key);
    if (value.failed()) return zip.fail();
    zip.pad(i, value.value());
  }
  return Value(new_helper(isolate, kZip, {}, Value(words)));
}

// ECMA-262 sec-iteratorzip
Completion<Value> zip_step(Isolate& isolate, IteratorObject* helper, bool* done) {
  Zip zip(isolate, cast<Array>(helper->extra2));
  uint32_t count = zip.count();
  *done = count == 0;
  if (*done) return Value::undefined();
  Array* results = new_array(isolate);
  for (uint32_t i = 0; i < count; ++i) {
    Value result = zip.entry(i, kPadding);
    if (zip.open(i)) {
      IteratorRecord record = zip.record(i);
      bool ended = false;
      Completion<Value> value = iterator_step_value(isolate, &record, &ended);
      if (value.failed()) {
        zip.forget(i);
        return zip.fail();
      }
      if (!ended) {
        result = value.value();
      } else {
        zip.forget(i);
        if (zip.mode() == kShortest) {
          *done = true;
          TRY(zip.close_all(false));
          return Value::undefined();
        }
        if (zip.mode() == kStrict) {
          bool uneven = i != 0;
          for (uint32_t k = 1; k < count && !uneven; ++k) {
            IteratorRecord other = zip.record(k);
            Completion<bool> more = iterator_step(isolate, &other);
            if (more.failed()) {
              zip.forget(k);
              return zip.fail();
            }
            if (!more.value()) zip.forget(k);
            uneven = more.value();
          }
          if (uneven) {
            throw_type_error(isolate, "Iterators of different lengths in strict mode");
            return zip.fail();
          }
          *done = true;
          return Value::undefined();
        }
        bool any = false;
        for (uint32_t k = 0; k < count; ++k) any |= zip.open(k);
        if (!any) {
          *done = true;
          return Value::undefined();
        }
      }
    }
    array_push(isolate, results, result);
  }
  return zip.results(results);
}

Completion<void> zip_close(Isolate& isolate, IteratorObject* helper) {
  return Zip(isolate, cast<Array>(helper->extra2)).close_all(false);
}

}  // namespace scrim
