#include "engine/profile/mapped_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace scrim::profile {

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  std::swap(released_, other.released_);
  return *this;
}

MappedFile::~MappedFile() {
  if (mapped_) {
    munmap(const_cast<char*>(data_), size_);
  } else {
    free(const_cast<char*>(data_));
  }
}

static bool read_whole(int fd, const char*& data, size_t& size) {
  size_t capacity = 1 << 20;
  char* buffer = static_cast<char*>(malloc(capacity));
  size = 0;
  while (buffer != nullptr) {
    ssize_t got = read(fd, buffer + size, capacity - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    if (got == 0) {
      data = buffer;
      return true;
    }
    size += static_cast<size_t>(got);
    if (size == capacity) {
      char* larger = static_cast<char*>(realloc(buffer, capacity * 2));
      if (larger == nullptr) break;
      buffer = larger;
      capacity *= 2;
    }
  }
  int saved = errno;
  free(buffer);
  errno = saved;
  return false;
}

bool MappedFile::open(const std::string& path, std::string& error) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    error = strerror(errno);
    return false;
  }
  struct stat status;
  bool ok = fstat(fd, &status) == 0;
  if (ok && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    ok = false;
  }
  if (ok && S_ISREG(status.st_mode)) {
    size_ = static_cast<size_t>(status.st_size);
    if (size_ != 0) {
      void* address = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      if (address != MAP_FAILED) {
        madvise(address, size_, MADV_SEQUENTIAL);
        data_ = static_cast<const char*>(address);
        mapped_ = true;
      } else {
        ok = read_whole(fd, data_, size_);
      }
    }
  } else if (ok) {
    ok = read_whole(fd, data_, size_);
  }
  if (!ok) error = strerror(errno);
  close(fd);
  return ok;
}

void MappedFile::release_before(size_t offset) const {
  constexpr size_t kStep = size_t{16} << 20;
  if (!mapped_ || offset < released_ + kStep) return;
  size_t end = offset / kStep * kStep;
  madvise(const_cast<char*>(data_) + released_, end - released_, MADV_DONTNEED);
  released_ = end;
}

}  // namespace scrim::profile
