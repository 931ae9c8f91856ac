#include "lsp/lint/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace scrim::lint {

namespace fs = std::filesystem;

namespace {

bool is_source_name(const std::string& name) {
  for (const char* ending : {".js", ".mjs", ".cjs", ".jsx", ".tsx"}) {
    if (name.ends_with(ending)) return true;
  }
  // Declaration files hold no code.
  for (const char* ending : {".ts", ".mts", ".cts"}) {
    if (name.ends_with(ending)) return !name.ends_with(std::string(".d") + ending);
  }
  return false;
}

void walk(const fs::path& folder, std::vector<std::string>& out) {
  std::error_code failed;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed), end; it != end;
       it.increment(failed)) {
    if (failed) break;
    entries.push_back(*it);
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path() < b.path(); });
  for (const fs::directory_entry& entry : entries) {
    std::string name = entry.path().filename().string();
    if (name.starts_with('.') || name == "node_modules") continue;
    if (entry.is_directory(failed)) {
      if (!entry.is_symlink(failed)) walk(entry.path(), out);
    } else if (is_source_name(name) && entry.is_regular_file(failed)) {
      out.push_back(entry.path().string());
    }
  }
}

}  // namespace

bool collect_files(const std::string& path, std::vector<std::string>& out, std::string& error) {
  if (path == "-") {
    out.push_back(path);
    return true;
  }
  std::error_code failed;
  fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) {
    // A loop of symbolic links, say, or a folder that may not be entered.
    const bool missing = !failed || failed == std::errc::no_such_file_or_directory;
    error = path + ": " + (missing ? "no such file or directory" : failed.message());
    return false;
  }
  if (fs::is_directory(status)) {
    walk(path, out);
  } else {
    out.push_back(path);
  }
  return true;
}

size_t find_invalid_utf8(const std::string& text) {
  auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  for (size_t i = 0; i < text.size();) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      i++;
    } else if (c >= 0xC2 && c <= 0xDF && continues(i + 1)) {
      i += 2;
    } else if (c >= 0xE0 && c <= 0xEF && continues(i + 1) && continues(i + 2) && !(c == 0xE0 && byte(i + 1) < 0xA0) &&
               !(c == 0xED && byte(i + 1) > 0x9F)) {
      i += 3;
    } else if (c >= 0xF0 && c <= 0xF4 && continues(i + 1) && continues(i + 2) && continues(i + 3) &&
               !(c == 0xF0 && byte(i + 1) < 0x90) && !(c == 0xF4 && byte(i + 1) > 0x8F)) {
      i += 4;
    } else {
      return i;
    }
  }
  return text.size();
}

bool read_source(const std::string& path, std::string& out, std::string& error) {
  bool standard = path == "-";
  std::error_code failed;
  if (!standard && fs::is_directory(path, failed)) {
    error = path + ": is a directory";
    return false;
  }
  std::FILE* file = standard ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    error = path + ": " + std::strerror(errno);
    return false;
  }
  out.clear();
  char buffer[65536];
  constexpr size_t kMaximum = size_t{1} << 30;
  while (size_t count = std::fread(buffer, 1, sizeof buffer, file)) {
    out.append(buffer, count);
    if (out.size() > kMaximum) break;
  }
  bool broken = std::ferror(file) != 0;
  if (!standard) std::fclose(file);
  if (broken) {
    error = path + ": " + std::strerror(errno);
    return false;
  }
  if (out.size() > kMaximum) {
    error = path + ": larger than 1 GB";
    return false;
  }
  if (out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
  size_t bad = find_invalid_utf8(out);
  if (bad < out.size()) {
    if (out.starts_with("\xFF\xFE") || out.starts_with("\xFE\xFF")) {
      error = path + ": is UTF-16, not UTF-8: save it as UTF-8";
      return false;
    }
    size_t line =
        1 + static_cast<size_t>(std::count(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
    size_t start = out.rfind('\n', bad) == std::string::npos ? 0 : out.rfind('\n', bad) + 1;
    char hex[8];
    std::snprintf(hex, sizeof hex, "0x%02X", static_cast<unsigned char>(out[bad]));
    error =
        path + ":" + std::to_string(line) + ":" + std::to_string(bad - start + 1) + ": is not UTF-8 (byte " + hex + ")";
    return false;
  }
  return true;
}

}  // namespace scrim::lint
