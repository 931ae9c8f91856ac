#include "engine/runtime/file.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "engine/base/ascii.h"
#include "engine/base/huge_pages.h"
#include "engine/runtime/host_call.h"

namespace scrim {

FileError read_file(const std::string& path, std::string* content) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {errno, std::strerror(errno)};
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(fd);
    return {EISDIR, std::strerror(EISDIR)};
  }
  // A file says its size; a pipe does not, and either may be longer in the end.
  size_t size = S_ISREG(status.st_mode) && status.st_size > 0 ? static_cast<size_t>(status.st_size) + 1 : 65536;
  content->clear();
  content->reserve(size);
  advise_huge_pages(content->data(), size);
  size_t length = 0;
  int failure = 0;
  for (bool done = false; !done;) {
    content->resize_and_overwrite(length ? length * 2 : size, [&](char* data, size_t room) {
      while (length < room && !done) {
        ssize_t count = read(fd, data + length, room - length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) failure = errno;
        done = count <= 0;
        if (count > 0) length += static_cast<size_t>(count);
      }
      return length;
    });
  }
  if (failure) {
    close(fd);
    return {failure, std::strerror(failure)};
  }
  close(fd);
  return {};
}

// Offset of the first byte at or after `from` that is not UTF-8, or npos; `*length`: how many of the bytes there began
// a character.
static size_t find_invalid_utf8(const std::string& text, size_t from = 0, size_t* length = nullptr) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = text.size();
  for (size_t i = from; i < size;) {
    i += ascii_length({text.data() + i, size - i});
    if (i == size) break;
    unsigned char lead = bytes[i];
    size_t wanted = lead >= 0xc2 && lead < 0xe0   ? 2
                    : lead >= 0xe0 && lead < 0xf0 ? 3
                    : lead >= 0xf0 && lead < 0xf5 ? 4
                                                  : 0;
    size_t found = 1;
    while (found < wanted && i + found < size) {
      unsigned char byte = bytes[i + found];
      unsigned char least = found > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      unsigned char most = found > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (byte < least || byte > most) break;
      ++found;
    }
    if (found != wanted) {
      if (length) *length = found;
      return i;
    }
    i += wanted;
  }
  return std::string::npos;
}

// Takes the byte order mark away; refuses what is not UTF-8.
static FileError as_source_text(std::string* text) {
  if (text->starts_with("\xef\xbb\xbf")) text->erase(0, 3);
  size_t invalid = find_invalid_utf8(*text);
  if (invalid != std::string::npos) {
    size_t line = 1;
    for (size_t i = 0; i < invalid; ++i) line += (*text)[i] == '\n';
    return {EILSEQ, "not UTF-8: invalid byte at offset " + std::to_string(invalid) + " (line " + std::to_string(line) +
                        "); save the file as UTF-8"};
  }
  return {};
}

FileError read_text_file(const std::string& path, std::string* text) {
  FileError error = read_file(path, text);
  return error.failed() ? error : as_source_text(text);
}

bool file_exists(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}
bool is_directory(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}
std::string real_path(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) ? std::string(buffer) : std::string();
}

FileError read_text_file(HostInterface& host, const std::string& path, std::string* text) {
  FileError error;
  ask_host(host, "read file", path, [&] { error = read_file(path, text); }, error.code, error.message, *text);
  return error.failed() ? error : as_source_text(text);
}
FileError read_module_file(HostInterface& host, const std::string& path, std::string* text) {
  FileError error = read_text_file(host, path, text);
  if (error.code != EILSEQ) return error;
  size_t length = 0;
  for (size_t at = 0; (at = find_invalid_utf8(*text, at, &length)) != std::string::npos; at += 3) {
    text->replace(at, length, "\xef\xbf\xbd");
  }
  return {};
}
bool file_exists(HostInterface& host, const std::string& path) {
  bool found = false;
  ask_host(host, "is file", path, [&] { found = file_exists(path); }, found);
  return found;
}
bool is_directory(HostInterface& host, const std::string& path) {
  bool found = false;
  ask_host(host, "is directory", path, [&] { found = is_directory(path); }, found);
  return found;
}
std::string real_path(HostInterface& host, const std::string& path) {
  std::string real;
  ask_host(host, "real path", path, [&] { real = real_path(path); }, real);
  return real;
}

std::string environment_variable(HostInterface& host, const char* name) {
  std::string value;
  ask_host(
      host, "environment", name,
      [&] {
        if (const char* found = std::getenv(name)) value = found;
      },
      value);
  return value;
}

}  // namespace scrim
