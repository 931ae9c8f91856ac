#include "engine/runtime/module_paths.h"

#include <unistd.h>

#include <cstdlib>

#include "engine/runtime/host_call.h"

namespace scrim {

std::string directory_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::string base_name_of(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string normalize_path(const std::string& path) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < path.size();) {
    size_t end = path.find('/', i);
    if (end == std::string::npos) end = path.size();
    std::string part = path.substr(i, end - i);
    if (part == ".." && !parts.empty()) {
      parts.pop_back();
    } else if (!part.empty() && part != "." && part != "..") {
      parts.push_back(part);
    }
    i = end + 1;
  }
  std::string result;
  for (const std::string& part : parts) result += "/" + part;
  return result.empty() ? "/" : result;
}

std::string absolute_path(HostInterface& host, const std::string& path) {
  if (path.starts_with("/")) return normalize_path(path);
  std::string current = "/";
  ask_host(
      host, "getcwd", "",
      [&] {
        char* directory = getcwd(nullptr, 0);
        if (directory) current = directory;
        std::free(directory);
      },
      current);
  return normalize_path(current + "/" + path);
}

std::string extension_of(const std::string& path) {
  std::string name = base_name_of(path);
  size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? "" : name.substr(dot);
}

std::vector<std::string> node_modules_paths(const std::string& from) {
  std::vector<std::string> paths;
  for (std::string directory = from;; directory = directory_of(directory)) {
    if (base_name_of(directory) != "node_modules") {
      paths.push_back((directory == "/" ? "" : directory) + "/node_modules");
    }
    if (directory == "/" || directory == ".") return paths;
  }
}

std::string file_url_of_path(const std::string& path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string url = "file://";
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    // What the path of a URL encodes, and what would end the path or be taken for an escape.
    bool encode = byte <= ' ' || byte >= 0x7f || std::string_view("\"#<>?`{}%\\^|").find(c) != std::string_view::npos;
    if (encode) {
      url += '%';
      url += kHex[byte >> 4];
      url += kHex[byte & 15];
    } else {
      url += c;
    }
  }
  return url;
}

bool path_of_file_url(std::string_view url, std::string* path) {
  if (!url.starts_with("file:")) return false;
  url.remove_prefix(5);
  if (url.starts_with("//")) {
    size_t slash = url.find('/', 2);
    std::string_view host = url.substr(2, slash == std::string_view::npos ? slash : slash - 2);
    if (!host.empty() && host != "localhost") return false;
    url = slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
  }
  url = url.substr(0, url.find_first_of("?#"));
  auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string result;
  for (size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%' && i + 2 < url.size() && digit(url[i + 1]) >= 0 && digit(url[i + 2]) >= 0) {
      char decoded = static_cast<char>(digit(url[i + 1]) * 16 + digit(url[i + 2]));
      if (decoded == '/' || decoded == '\\') return false;
      result += decoded;
      i += 2;
    } else {
      result += url[i];
    }
  }
  *path = normalize_path(result);
  return true;
}

std::string scheme_of(std::string_view specifier) {
  size_t i = 0;
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (specifier.empty() || !is_letter(specifier[0])) return "";
  while (i < specifier.size() && (is_letter(specifier[i]) || (specifier[i] >= '0' && specifier[i] <= '9') ||
                                  specifier[i] == '+' || specifier[i] == '-' || specifier[i] == '.')) {
    ++i;
  }
  return i < specifier.size() && specifier[i] == ':' ? std::string(specifier.substr(0, i)) : "";
}

std::string path_of_script_name(const std::string& name) {
  std::string path;
  return path_of_file_url(name, &path) ? path : name;
}

std::string relative_path(const std::string& folder, const std::string& path) {
  std::string from = folder.ends_with("/") ? folder : folder + "/";
  std::string up;
  while (!path.starts_with(from)) {
    from.resize(from.rfind('/', from.size() - 2) + 1);
    up += "../";
  }
  return up + path.substr(from.size());
}

}  // namespace scrim
