// Where in a source file a breakpoint can be, by scrim's own parser and compiler: what the adapter answers before the
// program has loaded the file, and the same places that the engine then binds to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/debug/stop_places.h"

namespace scrim::dap {

class Locations {
 public:
  static Locations of_file(const std::string& path);
  // `is_module`: what the name of the file says; without it CommonJS is tried first.
  static Locations of_text(std::string text, std::optional<bool> is_module,
                           syntax::Language language = syntax::Language::kJavaScript);

  // Why there are none: the file cannot be read, or does not parse. Empty if all is well.
  const std::string& error() const { return error_; }
  std::optional<debug::Position> at(uint32_t line, std::optional<uint32_t> column) const;
  std::vector<debug::Position> between(const debug::SourceRange& range) const { return places_.between(range); }

 private:
  debug::StopPlaces places_;
  std::string error_;
};

}  // namespace scrim::dap
