#include "dap/paths.h"

#include <unistd.h>
#include <algorithm>
#include <climits>
#include <cstdlib>

namespace scrim::dap {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decode_percent(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i++) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
    if (low < 0) {
      out += text[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::string absolute(std::string_view path) {
  std::string whole;
  if (!path.starts_with('/')) {
    char folder[PATH_MAX];
    if (getcwd(folder, sizeof folder) != nullptr) whole = folder;
    whole += '/';
  }
  whole += path;
  std::vector<std::string_view> parts;
  for (size_t at = 0; at < whole.size();) {
    const size_t end = std::min(whole.find('/', at), whole.size());
    const std::string_view part = std::string_view(whole).substr(at, end - at);
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
    at = end + 1;
  }
  std::string out;
  for (const std::string_view part : parts) {
    out += '/';
    out += part;
  }
  return out.empty() ? "/" : out;
}

}  // namespace

std::string real_path(std::string_view path) {
  char resolved[PATH_MAX];
  if (realpath(std::string(path).c_str(), resolved) != nullptr) return resolved;
  return absolute(path);
}

bool is_uri(std::string_view text) {
  const size_t colon = text.find("://");
  return colon != std::string_view::npos && colon > 1 && text.find('/') > colon;
}

std::string path_of_uri(std::string_view text) {
  if (!is_uri(text)) return std::string(text);
  if (!text.starts_with("file://") && !text.starts_with("vscode-remote://")) return std::string(text);
  const size_t path = text.find('/', text.find("://") + 3);
  return path == std::string_view::npos ? std::string(text) : decode_percent(text.substr(path));
}

std::string uri_of_path(std::string_view path) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::string base_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

void PathMap::learn(std::string_view client, std::string_view real) {
  std::erase_if(files_, [&](const Pair& pair) { return pair.real == real; });
  files_.push_back({std::string(client), std::string(real)});
  // What is equal at the end says nothing; what differs before it is a folder reached through a link.
  size_t same = 0;
  while (same < client.size() && same < real.size() && client[client.size() - 1 - same] == real[real.size() - 1 - same])
    same++;
  const std::string_view tail = client.substr(client.size() - same);
  const size_t slash = tail.find('/');
  if (slash == std::string_view::npos) return;
  const size_t kept = tail.size() - slash;
  const std::string from(real.substr(0, real.size() - kept)), to(client.substr(0, client.size() - kept));
  if (from == to) return;
  std::erase_if(folders_, [&](const Pair& pair) { return pair.real == from; });
  folders_.push_back({to, from});
  std::sort(folders_.begin(), folders_.end(),
            [](const Pair& a, const Pair& b) { return a.real.size() > b.real.size(); });
}

std::string PathMap::to_client(std::string_view real) const {
  for (const Pair& pair : files_) {
    if (pair.real == real) return pair.client;
  }
  for (const Pair& pair : folders_) {
    if (real.starts_with(pair.real) && real.substr(pair.real.size()).starts_with('/')) {
      return pair.client + std::string(real.substr(pair.real.size()));
    }
  }
  return std::string(real);
}

}  // namespace scrim::dap
