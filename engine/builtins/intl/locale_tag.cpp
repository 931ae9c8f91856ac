#include "engine/builtins/intl/locale_tag.h"

#include <algorithm>

#include "engine/builtins/icu_api.h"

namespace scrim::intl {

namespace {

bool is_alpha(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanum(char c) {
  return is_alpha(c) || is_digit(c);
}
bool all(std::string_view text, bool (*test)(char)) {
  return std::all_of(text.begin(), text.end(), test);
}
bool is_alphanum_between(std::string_view text, size_t least, size_t most) {
  return text.size() >= least && text.size() <= most && all(text, is_alphanum);
}
bool is_unicode_key(std::string_view text) {
  return text.size() == 2 && is_alphanum(text[0]) && is_alpha(text[1]);
}
bool is_transform_key(std::string_view text) {
  return text.size() == 2 && is_alpha(text[0]) && is_digit(text[1]);
}

void append(std::string* out, std::string_view subtag) {
  if (!out->empty()) out->push_back('-');
  out->append(subtag);
}

// Reads the subtags of a tag one after the other.
class Reader {
 public:
  explicit Reader(std::vector<std::string_view> subtags) : subtags_(std::move(subtags)) {}
  bool at_end() const { return next_ == subtags_.size(); }
  std::string_view peek() const { return at_end() ? std::string_view() : subtags_[next_]; }
  std::string_view take() { return subtags_[next_++]; }

  // unicode_language_id; false: there is none or it is not well-formed.
  bool language_id(LanguageId* id) {
    if (!is_language_subtag(peek())) return false;
    id->language = lower(take());
    if (is_script_subtag(peek())) id->script = title(take());
    if (is_region_subtag(peek())) id->region = upper(take());
    while (is_variant_subtag(peek())) {
      std::string variant = lower(take());
      if (std::find(id->variants.begin(), id->variants.end(), variant) != id->variants.end()) return false;
      id->variants.push_back(std::move(variant));
    }
    std::sort(id->variants.begin(), id->variants.end());
    return true;
  }

  // Subtags of these lengths, joined; "" if there are none.
  std::string sequence(size_t least, size_t most) {
    std::string out;
    while (!at_end() && is_alphanum_between(peek(), least, most)) append(&out, lower(take()));
    return out;
  }

  bool unicode_extension(LocaleTag* tag) {
    tag->has_unicode = true;
    while (is_alphanum_between(peek(), 3, 8)) tag->attributes.push_back(lower(take()));
    std::sort(tag->attributes.begin(), tag->attributes.end());
    tag->attributes.erase(std::unique(tag->attributes.begin(), tag->attributes.end()), tag->attributes.end());
    while (is_unicode_key(peek())) {
      std::string key = lower(take());
      std::string value = sequence(3, 8);
      if (tag->keyword(key) == nullptr) tag->keywords.emplace_back(std::move(key), std::move(value));
    }
    std::stable_sort(tag->keywords.begin(), tag->keywords.end());
    return !tag->attributes.empty() || !tag->keywords.empty();
  }

  bool transform_extension(LocaleTag* tag) {
    tag->has_transform = true;
    if (is_language_subtag(peek()) && !language_id(&tag->transform)) return false;
    while (is_transform_key(peek())) {
      std::string key = lower(take());
      std::string value = sequence(3, 8);
      if (value.empty()) return false;
      tag->transform_fields.emplace_back(std::move(key), std::move(value));
    }
    std::stable_sort(tag->transform_fields.begin(), tag->transform_fields.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    return !tag->transform.language.empty() || !tag->transform_fields.empty();
  }

  bool extensions(LocaleTag* tag) {
    std::string seen;
    while (!at_end()) {
      if (peek().size() != 1) return false;
      const char singleton = lower(take())[0];
      if (singleton == 'x') {
        tag->private_use = sequence(1, 8);
        return !tag->private_use.empty() && at_end();
      }
      if (!is_alphanum(singleton) || seen.find(singleton) != std::string::npos) return false;
      seen.push_back(singleton);
      if (singleton == 'u') {
        if (!unicode_extension(tag)) return false;
      } else if (singleton == 't') {
        if (!transform_extension(tag)) return false;
      } else {
        std::string text = sequence(2, 8);
        if (text.empty()) return false;
        tag->others.emplace_back(singleton, std::move(text));
      }
    }
    std::sort(tag->others.begin(), tag->others.end());
    return true;
  }

 private:
  std::vector<std::string_view> subtags_;
  size_t next_ = 0;
};

// --- aliases, from ICU's resource `metadata`

using Resource = IcuHandle<UResourceBundle, &Icu::ures_close>;

class Aliases {
 public:
  Aliases() {
    UErrorCode status = U_ZERO_ERROR;
    Resource metadata(icu().ures_openDirect(nullptr, "metadata", &status));
    if (!failed(status)) table_ = Resource(icu().ures_getByKey(metadata, "alias", nullptr, &status));
  }
  // What stands for the subtag(s) `key` of a kind ("language", "script", "territory", "variant", "subdivision").
  std::optional<std::string> find(const char* kind, const std::string& key) const {
    if (table_.get() == nullptr) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    Resource aliases(icu().ures_getByKey(table_, kind, nullptr, &status));
    Resource entry(failed(status) ? nullptr : icu().ures_getByKey(aliases, key.c_str(), nullptr, &status));
    int32_t length = 0;
    const char16_t* text = failed(status) ? nullptr : icu().ures_getStringByKey(entry, "replacement", &length, &status);
    if (failed(status) || text == nullptr) return std::nullopt;
    return std::string(text, text + length);
  }

 private:
  Resource table_;
};

// Puts the fields of `replacement` (as "sr_Latn") where the alias had others, or where the tag has none.
void replace_language(LanguageId* id, std::string_view replacement, bool keeps_language) {
  bool first = true;
  for (std::string_view subtag : split(replacement, '_')) {
    if (first) {
      if (!keeps_language || subtag != "und") id->language = subtag;
      first = false;
    } else if (is_script_subtag(subtag)) {
      if (id->script.empty()) id->script = subtag;
    } else if (is_region_subtag(subtag)) {
      if (id->region.empty()) id->region = subtag;
    } else {
      id->variants.emplace_back(lower(subtag));
    }
  }
}

void remove_variant(LanguageId* id, const std::string& variant) {
  id->variants.erase(std::remove(id->variants.begin(), id->variants.end(), variant), id->variants.end());
}

// One replacement of a language alias, those with more fields first; false: there is none left.
bool replace_language_once(const Aliases& aliases, LanguageId* id) {
  for (const bool undetermined : {false, true}) {
    const std::string language = undetermined ? "und" : id->language;
    const bool keeps = undetermined && id->language != "und";
    for (const std::string& first : id->variants) {
      for (const std::string& second : id->variants) {
        if (auto found = aliases.find("language", language + "_" + first + "_" + second); found && first != second) {
          const std::string removed[] = {first, second};
          for (const std::string& variant : removed) remove_variant(id, variant);
          replace_language(id, *found, keeps);
          return true;
        }
      }
    }
    for (const std::string& variant : id->variants) {
      if (auto found = aliases.find("language", language + "_" + variant)) {
        remove_variant(id, std::string(variant));
        replace_language(id, *found, keeps);
        return true;
      }
    }
  }
  if (!id->region.empty()) {
    if (auto found = aliases.find("language", id->language + "_" + id->region)) {
      id->region.clear();
      replace_language(id, *found, false);
      return true;
    }
  }
  const auto found = aliases.find("language", id->language);
  if (!found || *found == id->language) return false;
  replace_language(id, *found, false);
  return true;
}

// A region that has become several: the likely one of the language, else the first.
std::string likely_region(const LanguageId& id, const std::string& candidates) {
  LanguageId without = id;
  without.region.clear();
  without.variants.clear();
  const auto likely = [](const LanguageId& source) {
    std::string maximal;
    icu_fill(&maximal, 160, [&](char* buffer, int32_t capacity, UErrorCode* status) {
      return icu().uloc_addLikelySubtags(icu_locale(source.text()).c_str(), buffer, capacity, status);
    });
    const auto parsed = parse_tag(tag_of_icu_locale(maximal));
    return parsed ? parsed->id.region : std::string();
  };
  const std::string region = likely(without);
  const std::vector<std::string_view> all_regions = split(candidates, ' ');
  for (std::string_view candidate : all_regions) {
    if (candidate == region) return region;
  }
  return std::string(all_regions[0]);
}

void canonicalize_id(const Aliases& aliases, LanguageId* id) {
  for (int i = 0; i < 10 && replace_language_once(aliases, id); ++i) {}
  if (auto script = aliases.find("script", id->script); script && !id->script.empty()) id->script = *script;
  if (!id->region.empty()) {
    if (auto region = aliases.find("territory", id->region)) {
      id->region = region->find(' ') == std::string::npos ? *region : likely_region(*id, *region);
    }
  }
  for (std::string& variant : id->variants) {
    if (auto other = aliases.find("variant", variant)) variant = *other;
  }
  std::sort(id->variants.begin(), id->variants.end());
  id->variants.erase(std::unique(id->variants.begin(), id->variants.end()), id->variants.end());
}

std::string canonical_subdivision(const Aliases& aliases, const std::string& value) {
  if (auto found = aliases.find("subdivision", value)) {
    std::string first(split(*found, ' ')[0]);
    return lower(first.size() == 2 ? first + "zzzz" : first);
  }
  return value;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}
std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}
std::string title(std::string_view text) {
  return text.empty() ? "" : upper(text.substr(0, 1)) + lower(text.substr(1));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (size_t start = 0;;) {
    const size_t end = text.find(separator, start);
    out.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) return out;
    start = end + 1;
  }
}

bool is_language_subtag(std::string_view text) {
  return text.size() >= 2 && text.size() <= 8 && text.size() != 4 && all(text, is_alpha);
}
bool is_script_subtag(std::string_view text) {
  return text.size() == 4 && all(text, is_alpha);
}
bool is_region_subtag(std::string_view text) {
  return (text.size() == 2 && all(text, is_alpha)) || (text.size() == 3 && all(text, is_digit));
}
bool is_variant_subtag(std::string_view text) {
  return is_alphanum_between(text, 5, 8) || (text.size() == 4 && is_digit(text[0]) && all(text, is_alphanum));
}
bool is_type_sequence(std::string_view text) {
  for (std::string_view subtag : split(text, '-')) {
    if (!is_alphanum_between(subtag, 3, 8)) return false;
  }
  return true;
}

std::string LanguageId::text() const {
  std::string out = language;
  if (!script.empty()) append(&out, script);
  if (!region.empty()) append(&out, region);
  for (const std::string& variant : variants) append(&out, variant);
  return out;
}

const std::string* LocaleTag::keyword(std::string_view key) const {
  for (const Keyword& keyword : keywords) {
    if (keyword.first == key) return &keyword.second;
  }
  return nullptr;
}

void LocaleTag::remove_keyword(std::string_view key) {
  keywords.erase(std::remove_if(keywords.begin(), keywords.end(), [&](const Keyword& k) { return k.first == key; }),
                 keywords.end());
  has_unicode = !keywords.empty() || !attributes.empty();
}

void LocaleTag::set_keyword(std::string_view key, std::string value) {
  remove_keyword(key);
  has_unicode = true;
  keywords.emplace_back(std::string(key), std::move(value));
  std::sort(keywords.begin(), keywords.end());
}

std::string LocaleTag::text() const {
  std::string out = id.text();
  std::vector<std::pair<char, std::string>> extensions = others;
  if (has_unicode) {
    std::string text;
    for (const std::string& attribute : attributes) append(&text, attribute);
    for (const Keyword& keyword : keywords) {
      append(&text, keyword.first);
      if (!keyword.second.empty()) append(&text, keyword.second);
    }
    extensions.emplace_back('u', std::move(text));
  }
  if (has_transform) {
    std::string text = lower(transform.text());
    for (const Keyword& field : transform_fields) {
      append(&text, field.first);
      append(&text, field.second);
    }
    extensions.emplace_back('t', std::move(text));
  }
  std::sort(extensions.begin(), extensions.end());
  for (const auto& [singleton, text] : extensions) {
    append(&out, std::string_view(&singleton, 1));
    append(&out, text);
  }
  if (!private_use.empty()) out += "-x-" + private_use;
  return out;
}

std::optional<LocaleTag> parse_tag(std::string_view text) {
  LocaleTag tag;
  Reader reader(split(text, '-'));
  if (!reader.language_id(&tag.id) || !reader.extensions(&tag)) return std::nullopt;
  for (LocaleTag::Keyword& keyword : tag.keywords) {
    if (keyword.second == "true") keyword.second.clear();
  }
  return tag;
}

std::string canonical_keyword_value(std::string_view key, std::string_view value) {
  const std::string type = lower(value);
  const char* found = type.empty() ? nullptr : icu().uloc_toUnicodeLocaleType(std::string(key).c_str(), type.c_str());
  std::string out = found ? lower(found) : type;
  return out == "true" ? "" : out;
}

void canonicalize(LocaleTag* tag) {
  const Aliases aliases;
  canonicalize_id(aliases, &tag->id);
  for (LocaleTag::Keyword& keyword : tag->keywords) {
    keyword.second = keyword.first == "rg" || keyword.first == "sd"
                         ? canonical_subdivision(aliases, keyword.second)
                         : canonical_keyword_value(keyword.first, keyword.second);
  }
  if (!tag->transform.language.empty()) canonicalize_id(aliases, &tag->transform);
  for (LocaleTag::Keyword& field : tag->transform_fields) {
    field.second = field.second == "true" ? "true" : canonical_keyword_value(field.first, field.second);
  }
}

std::optional<LocaleTag> canonical_tag(std::string_view text) {
  std::optional<LocaleTag> tag = parse_tag(text);
  if (tag) canonicalize(&*tag);
  return tag;
}

std::string icu_locale(const std::string& tag) {
  std::string out;
  icu_fill(&out, 160, [&](char* buffer, int32_t capacity, UErrorCode* status) {
    int32_t parsed = 0;
    return icu().uloc_forLanguageTag(tag.c_str(), buffer, capacity, &parsed, status);
  });
  return out;
}

std::string tag_of_icu_locale(const std::string& locale) {
  std::string out;
  icu_fill(&out, 160, [&](char* buffer, int32_t capacity, UErrorCode* status) {
    return icu().uloc_toLanguageTag(locale.c_str(), buffer, capacity, false, status);
  });
  return out;
}

}  // namespace scrim::intl
