// A whole file as one read-only span of bytes: mapped where the system can, read where it cannot (pipes, /dev/stdin).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scrim::profile {

class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept { *this = static_cast<MappedFile&&>(other); }
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  // Returns false and fills `error` (without the path: "no such file or directory") if the file cannot be read whole.
  // A directory is an error.
  bool open(const std::string& path, std::string& error);

  std::string_view bytes() const { return {data_, size_}; }

  // Tells the system that bytes before `offset` need not stay in memory; they remain readable.
  void release_before(size_t offset) const;

 private:
  const char* data_ = nullptr;
  size_t size_ = 0;
  bool mapped_ = false;
  mutable size_t released_ = 0;
};

}  // namespace scrim::profile
