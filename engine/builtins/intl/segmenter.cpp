// Intl.Segmenter, %Segments% and their iterators. ECMA-402 sec-segmenter-objects
#include <algorithm>
#include <cmath>

#include "engine/builtins/intl/support.h"
#include "engine/objects/iteration.h"

namespace scrim::intl {

namespace {

constexpr const char* kOwner = "Intl.Segmenter";
enum Granularity { kGrapheme, kWord, kSentence };
constexpr const char* kGranularities[] = {"grapheme", "word", "sentence"};

struct Segmenter : IntlData {
  static constexpr IntlKind kKind = IntlKind::kSegmenter;
  static constexpr uint32_t kBytes = 100;
  int granularity = kGrapheme;
  std::string icu_locale;
};

// Where the segments of a text end, ascending; the last is its length. Negative: the segment is like a word.
using Ends = std::vector<int32_t>;

// The IntlObject's `bound` is the text.
template <IntlKind k>
struct SegmentData : IntlData {
  static constexpr IntlKind kKind = k;
  static constexpr uint32_t kBytes = 100;
  std::shared_ptr<const Ends> ends;
  bool words = false;
};
using Segments = SegmentData<IntlKind::kSegments>;
using SegmentIterator = SegmentData<IntlKind::kSegmentIterator>;  // `position` is the next segment

Value object_over(Isolate& isolate, Intrinsic prototype, IntlData* data, Value text) {
  IntlObject* object = new_intl_object(isolate, prototype, data);
  object->bound = text;
  isolate.heap().write_barrier(object);
  return Value(object);
}

// sec-intl.segmenter
Completion<Value> segmenter_constructor(Isolate& isolate, Frame& frame) {
  Shape* shape = TRY(shape_for_new(isolate, frame, kOwner, Intrinsic::kIntlSegmenterPrototype));
  auto segmenter = new_data<Segmenter>();
  LocaleList requested;
  TRY(canonical_locales(isolate, frame.argument(0), &requested));
  Object* options_given = TRY(options_object(isolate, frame.argument(1)));
  const Options options{isolate, options_given, kOwner};
  TRY(options.read_locale_matcher());
  const ResolvedLocale resolved = resolve_locale(requested, {});
  segmenter->locale = resolved.locale;
  segmenter->icu_locale = icu_locale(resolved.data_locale);
  segmenter->granularity = TRY(options.choice("granularity", kGranularities, kGrapheme));
  return Value(new_intl_object(isolate, shape, segmenter.release()));
}

// Unicode Standard Annex #29, with the locale's own rules.
UErrorCode find_ends(const Segmenter& segmenter, const std::u16string& text, Ends* ends) {
  // Below U+0300 nothing combines but CR with LF.
  if (segmenter.granularity == kGrapheme &&
      std::all_of(text.begin(), text.end(), [](char16_t c) { return c < 0x300 && c != '\r'; })) {
    for (size_t i = 1; i <= text.size(); ++i) ends->push_back(static_cast<int32_t>(i));
    return U_ZERO_ERROR;
  }
  constexpr UBreakIteratorType kTypes[] = {UBRK_CHARACTER, UBRK_WORD, UBRK_SENTENCE};
  UErrorCode status = U_ZERO_ERROR;
  const IcuHandle<UBreakIterator, &Icu::ubrk_close> breaks(icu().ubrk_open(kTypes[segmenter.granularity],
                                                                           segmenter.icu_locale.c_str(), text.data(),
                                                                           static_cast<int32_t>(text.size()), &status));
  if (failed(status)) return status;
  for (int32_t end; (end = icu().ubrk_next(breaks)) != UBRK_DONE;) {
    const bool word_like = icu().ubrk_getRuleStatus(breaks) >= UBRK_WORD_NONE_LIMIT;
    ends->push_back(word_like ? -end : end);
  }
  return status;
}

// sec-intl.segmenter.prototype.segment, sec-createsegmentsobject
Completion<Value> segmenter_segment(Isolate& isolate, Frame& frame) {
  Segmenter* segmenter = TRY(this_data<Segmenter>(isolate, frame, "Intl.Segmenter.prototype.segment"));
  String* text = TRY(to_string(isolate, frame.argument(0)));
  Ends ends;
  const UErrorCode status = find_ends(*segmenter, to_utf16(isolate, text), &ends);
  if (failed(status)) return throw_icu(isolate, status);
  auto segments = new_data<Segments>();
  segments->bytes += static_cast<uint32_t>(ends.size() * sizeof(int32_t));
  segments->ends = std::make_shared<const Ends>(std::move(ends));
  segments->words = segmenter->granularity == kWord;
  return object_over(isolate, Intrinsic::kIntlSegmentsPrototype, segments.release(), Value(text));
}

Completion<Value> segmenter_resolved_options(Isolate& isolate, Frame& frame) {
  Segmenter* segmenter = TRY(this_data<Segmenter>(isolate, frame, "Intl.Segmenter.prototype.resolvedOptions"));
  Object* options = new_plain_object(isolate, 2);
  put(isolate, options, "locale", segmenter->locale);
  put(isolate, options, "granularity", kGranularities[segmenter->granularity]);
  return Value(options);
}

// sec-createsegmentdataobject, of the segment with this number
Value segment_data(Isolate& isolate, const Ends& ends, bool words, Value text, size_t at) {
  const auto begin = static_cast<uint32_t>(at == 0 ? 0 : std::abs(ends[at - 1]));
  const auto end = static_cast<uint32_t>(std::abs(ends[at]));
  Object* data = new_plain_object(isolate, 4);
  put(isolate, data, "segment", Value(substring(isolate, as_string(text), begin, end)));
  put(isolate, data, "index", Value::number(begin));
  put(isolate, data, "input", text);
  if (words) put(isolate, data, "isWordLike", Value::boolean(ends[at] < 0));
  return Value(data);
}

// sec-%segmentsprototype%.containing
Completion<Value> segments_containing(Isolate& isolate, Frame& frame) {
  Segments* segments = TRY(this_data<Segments>(isolate, frame, "%SegmentsPrototype%.containing"));
  const double place = TRY(to_integer_or_infinity(isolate, frame.argument(0)));
  Value text = cast<IntlObject>(frame.this_value)->bound;
  if (!(place >= 0 && place < as_string(text)->length)) return Value::undefined();
  const Ends& ends = *segments->ends;
  const auto found = std::upper_bound(ends.begin(), ends.end(), static_cast<int32_t>(place),
                                      [](int32_t wanted, int32_t end) { return wanted < std::abs(end); });
  return segment_data(isolate, ends, segments->words, text, static_cast<size_t>(found - ends.begin()));
}

// sec-%segmentsprototype%-@@iterator
Completion<Value> segments_iterator(Isolate& isolate, Frame& frame) {
  Segments* segments = TRY(this_data<Segments>(isolate, frame, "%SegmentsPrototype%[Symbol.iterator]"));
  auto iterator = new_data<SegmentIterator>();
  iterator->ends = segments->ends;
  iterator->words = segments->words;
  return object_over(isolate, Intrinsic::kIntlSegmentIteratorPrototype, iterator.release(),
                     cast<IntlObject>(frame.this_value)->bound);
}

// sec-%segmentiteratorprototype%.next
Completion<Value> segment_iterator_next(Isolate& isolate, Frame& frame) {
  SegmentIterator* iterator = TRY(this_data<SegmentIterator>(isolate, frame, "%SegmentIterator.prototype%.next"));
  auto* object = cast<IntlObject>(frame.this_value);
  if (object->position >= iterator->ends->size())
    return Value(create_iterator_result(isolate, Value::undefined(), true));
  Value data = segment_data(isolate, *iterator->ends, iterator->words, object->bound, object->position++);
  return Value(create_iterator_result(isolate, data, false));
}

using P = BuiltinProperty;
constexpr P kTable[] = {supported_locales_of_property(IntlKind::kSegmenter)};
constexpr P kPrototypeTable[] = {
    P::function("resolvedOptions", segmenter_resolved_options, 0),
    P::function("segment", segmenter_segment, 1),
    P::string("@@toStringTag", "Intl.Segmenter"),
};
constexpr P kSegmentsTable[] = {
    P::function("containing", segments_containing, 1),
    P::function("@@iterator", segments_iterator, 0),
};
constexpr P kSegmentIteratorTable[] = {
    P::function("next", segment_iterator_next, 0),
    P::string("@@toStringTag", "Segmenter String Iterator"),
};

}  // namespace

}  // namespace scrim::intl

namespace scrim {

extern constexpr ClassSpec kIntlSegmenterClass = {Intrinsic::kIntlSegmenter,
                                                  Intrinsic::kIntlSegmenterPrototype,
                                                  "Segmenter",
                                                  intl::segmenter_constructor,
                                                  0,
                                                  intl::kTable,
                                                  intl::kPrototypeTable};
extern constexpr ObjectSpec kIntlSegmentsPrototype = {Intrinsic::kIntlSegmentsPrototype, Intrinsic::kObjectPrototype,
                                                      intl::kSegmentsTable};
extern constexpr ObjectSpec kIntlSegmentIteratorPrototype = {
    Intrinsic::kIntlSegmentIteratorPrototype, Intrinsic::kIteratorPrototype, intl::kSegmentIteratorTable};

}  // namespace scrim
