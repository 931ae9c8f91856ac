// Where util.inspect breaks lines, and columns for many short entries.
#include <algorithm>
#include <cmath>

#include "engine/runtime/inspector.h"

namespace scrim {

size_t Inspector::length_of(const std::string& text) const {
  return options_.colors ? utf16_size(without_colors(text)) : utf16_size(text);
}

bool Inspector::fits(const std::vector<std::string>& output, size_t start, const std::string& base) const {
  auto width = static_cast<size_t>(std::max(options_.break_length, 0));
  size_t total = output.size() + start;
  if (total + output.size() > width) return false;
  for (const std::string& entry : output) {
    total += length_of(entry);
    if (total > width) return false;
  }
  return base.find('\n') == std::string::npos;
}

// Many short array entries go into columns.
void Inspector::group(std::vector<std::string>& output, Object* o) {
  size_t total = 0;
  size_t longest = 0;
  size_t count = output.size();
  // The last says how many more there are.
  bool has_more = static_cast<size_t>(std::max(options_.max_array_length, 0)) < output.size();
  if (has_more) --count;
  constexpr size_t kSeparator = 2;
  std::vector<size_t> lengths(count);
  for (size_t i = 0; i < count; ++i) {
    lengths[i] = text_width(options_.colors ? without_colors(output[i]) : output[i]);
    total += lengths[i] + kSeparator;
    longest = std::max(longest, lengths[i]);
  }
  size_t actual = longest + kSeparator;
  if (actual * 3 + static_cast<size_t>(indentation_) >= static_cast<size_t>(std::max(options_.break_length, 0))) return;
  if (!(static_cast<double>(total) / static_cast<double>(actual) > 5 || longest <= 6)) return;
  double bias =
      std::sqrt(static_cast<double>(actual) - static_cast<double>(total) / static_cast<double>(output.size()));
  double biased = std::max(static_cast<double>(actual) - 3 - bias, 1.0);
  auto columns =
      static_cast<size_t>(std::min({std::round(std::sqrt(2.5 * biased * static_cast<double>(count)) / biased),
                                    std::floor((options_.break_length - indentation_) / static_cast<double>(actual)),
                                    static_cast<double>(options_.compact * 4), 15.0}));
  if (columns <= 1) return;
  std::vector<size_t> widths;
  for (size_t c = 0; c < columns; ++c) {
    size_t width = 0;
    for (size_t i = c; i < count; i += columns) width = std::max(width, lengths[i]);
    widths.push_back(width + kSeparator);
  }
  bool pad_start = o != nullptr;
  for (size_t i = 0; pad_start && i < output.size(); ++i) {
    Value element = get_quiet(o, PropertyKey::from_index(static_cast<uint32_t>(i)));
    pad_start = element.is_number() || element.is_bigint();
  }
  std::vector<std::string> grouped;
  for (size_t i = 0; i < count; i += columns) {
    size_t end = std::min(i + columns, count);
    std::string line;
    for (size_t j = i; j + 1 < end; ++j) {
      std::string padding(widths[j - i] - lengths[j] - kSeparator, ' ');
      line += pad_start ? padding + output[j] + ", " : output[j] + ", " + padding;
    }
    if (pad_start) line += std::string(widths[end - 1 - i] - kSeparator - lengths[end - 1], ' ');
    grouped.push_back(line + output[end - 1]);
  }
  if (has_more) grouped.push_back(output.back());
  output = std::move(grouped);
}

static std::string joined(const std::vector<std::string>& output, const std::string& separator) {
  std::string text;
  for (size_t i = 0; i < output.size(); ++i) text += (i ? separator : "") + output[i];
  return text;
}

std::string Inspector::reduce(Output& out, int recurse, Object* o) {
  std::vector<std::string>& output = out.entries;
  std::string indentation = "\n" + std::string(static_cast<size_t>(indentation_), ' ');
  if (options_.compact == InspectOptions::kCompactTrue) {
    std::string base = out.base.empty() ? "" : " " + out.base;
    if (fits(output, 0, out.base)) return out.open + base + " " + joined(output, ", ") + " " + out.close;
    std::string line = out.base.empty() && out.open.size() == 1 ? " " : base + indentation + "  ";
    return out.open + line + joined(output, "," + indentation + "  ") + " " + out.close;
  }
  std::string base = out.base.empty() ? "" : out.base + " ";
  if (options_.compact >= 1) {
    size_t entries = output.size();
    if (out.extras == Extras::kArrayExtras && entries > 6) group(output, o);
    if (current_depth_ - recurse < options_.compact && entries == output.size()) {
      size_t start =
          output.size() + static_cast<size_t>(indentation_) + utf16_size(out.open) + utf16_size(out.base) + 10;
      if (fits(output, start, out.base)) {
        std::string text = joined(output, ", ");
        if (text.find('\n') == std::string::npos) return base + out.open + " " + text + " " + out.close;
      }
    }
  }
  return base + out.open + indentation + "  " + joined(output, "," + indentation + "  ") + indentation + out.close;
}

}  // namespace scrim
