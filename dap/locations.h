// Where in a source file a breakpoint can be, by scrim's own parser: what the adapter answers with before the program
// has loaded the file, and the same places that the engine then binds to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/debug/debugger.h"

namespace scrim::dap {

class Locations {
 public:
  static Locations of_file(const std::string& path);
  static Locations of_text(std::string_view text, bool is_module);

  // Why there are none: the file cannot be read, or does not parse. Empty if all is well.
  const std::string& error() const { return error_; }
  // Whether the error may go away when the program runs.
  bool may_change() const { return may_change_; }

  // The first place at or after the column of that line, else the first one below it.
  std::optional<debug::SourceRange> at(uint32_t line, std::optional<uint32_t> column) const;
  std::vector<debug::SourceRange> between(const debug::SourceRange& range) const;

 private:
  std::vector<debug::SourceRange> places_;  // ordered by start
  std::string error_;
  bool may_change_ = true;
};

}  // namespace scrim::dap
