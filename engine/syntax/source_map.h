// Source maps (ECMA-426): where a place of generated code comes from, and where a place of a source went. Free of the
// heap; for stack traces and the debugger.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/syntax/source.h"

namespace scrim::syntax {

class SourceMap {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // `json` is a map's text, index maps (with sections) included; the prefix )]}' is passed over. nullopt when it is not
  // one, with the reason in `error`.
  static std::optional<SourceMap> parse(std::string_view json, std::string* error);
  // The text of an inline map: "data:application/json;base64,..." or percent-encoded. nullopt: it is another URL, which
  // names a file.
  static std::optional<std::string> decode_data_url(std::string_view url);

  // Lines and columns are counted from 0, columns in UTF-16 units.
  struct Original {
    uint32_t source;  // index into sources()
    LineColumn place;
    uint32_t name;  // index into names() or kNone
  };
  // What the last mapping at or before `generated` on its line says; nullopt if there is none, or it names no source.
  // O(log n).
  std::optional<Original> original_of(LineColumn generated) const;
  // Every place that a mapping gives for the first mapped place at or after `original` on its line, in order; for
  // breakpoints. O(log n + matches).
  std::vector<LineColumn> generated_of(uint32_t source, LineColumn original) const;

  // With the source root in front.
  const std::vector<std::string>& sources() const { return sources_; }
  const std::vector<std::string>& names() const { return names_; }
  // The text of a source, if the map carries it.
  const std::string* source_content(uint32_t source) const;
  // The index of a source by its name as in sources(); kNone when it is not there.
  uint32_t find_source(std::string_view name) const;

 private:
  struct Mapping {
    LineColumn generated;
    LineColumn original;
    uint32_t source;  // kNone: generated code without an origin
    uint32_t name;
  };
  class Reader;

  bool add_mappings(std::string_view text, LineColumn offset, uint32_t first_source, uint32_t first_name);
  void finish();

  std::vector<Mapping> mappings_;      // by generated place
  std::vector<uint32_t> by_original_;  // indices of those with a source, by original place
  std::vector<std::string> sources_;
  std::vector<std::string> names_;
  std::vector<std::optional<std::string>> contents_;
};

}  // namespace scrim::syntax
