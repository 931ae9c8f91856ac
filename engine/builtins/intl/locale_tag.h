// Unicode BCP 47 locale identifiers: taking them apart, checking their structure, their canonical form. UTS 35 clauses
// "Unicode Locale Identifier" and "Annex C. LocaleId Canonicalization", as ECMA-402 sec-language-tags narrows them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scrim::intl {

// language["-"script]["-"region]*("-"variant); cases as they are canonical: en, Latn, US, 1996. Empty: absent.
struct LanguageId {
  std::string language;
  std::string script;
  std::string region;
  std::vector<std::string> variants;
  std::string text() const;
};

struct LocaleTag {
  using Keyword = std::pair<std::string, std::string>;  // key and value; "" stands for "true"
  LanguageId id;
  bool has_unicode = false;             // a -u- extension
  std::vector<std::string> attributes;  // of -u-, sorted
  std::vector<Keyword> keywords;        // of -u-, sorted by key, each key once
  bool has_transform = false;           // a -t- extension
  LanguageId transform;                 // its language; language empty: none
  std::vector<Keyword> transform_fields;
  std::vector<std::pair<char, std::string>> others;  // other singletons with what follows
  std::string private_use;                           // behind "x-"

  std::string text() const;
  const std::string* keyword(std::string_view key) const;  // null: none
  void set_keyword(std::string_view key, std::string value);
  void remove_keyword(std::string_view key);
};

// Structure checked, cases canonical, extensions in order, no aliases replaced; nullopt: not a locale identifier.
std::optional<LocaleTag> parse_tag(std::string_view text);
// parse_tag, and aliases of languages, scripts, regions, variants and keyword values replaced. Needs ICU.
std::optional<LocaleTag> canonical_tag(std::string_view text);
void canonicalize(LocaleTag* tag);
// The canonical value of a keyword ("islamicc" -> "islamic-civil"), with "" for "true".
std::string canonical_keyword_value(std::string_view key, std::string_view value);

bool is_language_subtag(std::string_view text);  // 2 to 3 or 5 to 8 letters
bool is_script_subtag(std::string_view text);
bool is_region_subtag(std::string_view text);
bool is_variant_subtag(std::string_view text);
// alphanum{3,8} *("-" alphanum{3,8}): the `type` of keywords
bool is_type_sequence(std::string_view text);
std::string lower(std::string_view text);
std::string upper(std::string_view text);
std::string title(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

// ICU's form of a tag ("de_DE@collation=phonebook") and back.
std::string icu_locale(const std::string& tag);
std::string tag_of_icu_locale(const std::string& locale);

}  // namespace scrim::intl
