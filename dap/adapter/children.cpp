#include "dap/adapter/children.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "dap/adapter/adapter.h"
#include "protocol/json.h"

namespace scrim::dap {

namespace {

// How long a client may take to start a session. The program waits for that long.
constexpr int kSessionMs = 20000;

// The file that a process runs, as its command line has it, and its id.
std::string name_of_process(pid_t pid) {
  std::ifstream stream("/proc/" + std::to_string(pid) + "/cmdline");
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  std::string file;
  for (size_t start = text.find('\0'); start < text.size(); start = text.find('\0', start + 1)) {
    const std::string word = text.c_str() + start + 1;
    if (word.empty() || word == "run" || word.starts_with('-')) continue;
    file = base_name(word);
    break;
  }
  return (file.empty() ? "child" : file) + " [" + std::to_string(pid) + "]";
}

// A message of one byte with room for a descriptor beside it.
struct DescriptorMessage {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};

  DescriptorMessage() {
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = room;
    message.msg_controllen = sizeof room;
  }
  DescriptorMessage(const DescriptorMessage&) = delete;
};

// The descriptor stays ours.
void send_descriptor(int socket, int descriptor) {
  DescriptorMessage sent;
  cmsghdr* header = CMSG_FIRSTHDR(&sent.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  sendmsg(socket, &sent.message, MSG_NOSIGNAL);
}

int received_descriptor(int socket) {
  DescriptorMessage received;
  ssize_t size;
  do {
    size = recvmsg(socket, &received.message, MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  const cmsghdr* header = size > 0 ? CMSG_FIRSTHDR(&received.message) : nullptr;
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return -1;
  int descriptor;
  std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
  return descriptor;
}

}  // namespace

int64_t asked_for(int fd) {
  int64_t number = 0;
  const timeval limit{2, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return recv(fd, &number, sizeof number, MSG_WAITALL) == sizeof number ? number : 0;
}

Expected<std::unique_ptr<protocol::Transport>> fetch_child(const std::string& path, int64_t number) {
  const protocol::Error gone{"attach: the program that this session was for is gone",
                             protocol::error_code::kRequestFailed, true};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return std::unexpected(gone);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int descriptor = -1;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      send(fd, &number, sizeof number, MSG_NOSIGNAL) == sizeof number) {
    descriptor = received_descriptor(fd);
  }
  close(fd);
  if (descriptor < 0) return std::unexpected(gone);
  return protocol::transport_of(descriptor, descriptor, true);
}

// A program that is to have a session of its own. Until that is there it waits; if none comes it runs undebugged.
void Adapter::start_child(int fd) {
  const int64_t number = ++child_number_;
  children_[number] = fd;
  ucred peer{};
  socklen_t size = sizeof peer;
  getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
  wire::AttachArguments configuration{.skip_files = plan_->skip_files,
                                      .source_maps = plan_->source_maps,
                                      .name = name_of_process(peer.pid),
                                      .children_channel = listening_->path + "/children",
                                      .child = number};
  client_.send_request<wire::StartDebuggingRequest>({.configuration = {protocol::to_json_text(configuration)},
                                                     .request = wire::StartDebuggingArgumentsRequest::kAttach},
                                                    [this, number](Expected<protocol::Empty> reply) {
                                                      if (!reply) forget_child(number);
                                                    });
  loop_.after(kSessionMs, [this, number] { forget_child(number); });
}

void Adapter::hand_over_child(int64_t generation, int fd, int64_t number) {
  if (const auto found = children_.find(number); generation == generation_ && found != children_.end()) {
    send_descriptor(fd, found->second);
    forget_child(number);
  }
  close(fd);
}

void Adapter::forget_child(int64_t number) {
  const auto found = children_.find(number);
  if (found == children_.end()) return;
  close(found->second);
  children_.erase(found);
}

}  // namespace scrim::dap
