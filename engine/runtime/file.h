// Files, read whole.
#pragma once

#include <string>

namespace scrim {

class HostInterface;

struct FileError {
  int code = 0;         // errno; 0: none
  std::string message;  // strerror's text, or why the content cannot be used
  bool failed() const { return code != 0 || !message.empty(); }
};

FileError read_file(const std::string& path, std::string* content);
// Source text: a byte order mark is dropped; what is not UTF-8 is refused with its offset.
FileError read_text_file(const std::string& path, std::string* text);
bool file_exists(const std::string& path);
bool is_directory(const std::string& path);
// Symbolic links resolved; empty if it does not exist.
std::string real_path(const std::string& path);

// The same for what a program sees of the world.
FileError read_text_file(HostInterface& host, const std::string& path, std::string* text);
// As a module is read: of what is not UTF-8 each malformed part is U+FFFD, as in Node.
FileError read_module_file(HostInterface& host, const std::string& path, std::string* text);
bool file_exists(HostInterface& host, const std::string& path);
bool is_directory(HostInterface& host, const std::string& path);
std::string real_path(HostInterface& host, const std::string& path);

}  // namespace scrim
