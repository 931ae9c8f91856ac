// What node:os stands on.
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/runtime/host_call.h"
#include "engine/runtime/natives.h"

namespace scrim {

namespace {

Value text(Isolate& isolate, std::string_view value) {
  return Value(new_string_utf8(isolate, value));
}

// () -> [sysname, nodename, release, version, machine]
Completion<Value> names_native(Isolate& isolate, Frame&) {
  utsname name{};
  bool known = false;
  ask_host(host_of(isolate), "uname", "", [&] { known = uname(&name) == 0; }, known, name);
  if (!known) return throw_error(isolate, ErrorType::kError, "uname failed");
  Value fields[] = {text(isolate, name.sysname), text(isolate, name.nodename), text(isolate, name.release),
                    text(isolate, name.version), text(isolate, name.machine)};
  return Value(new_array_from(isolate, fields));
}

// () -> [total, free and reclaimable memory in bytes, uptime in seconds, three load averages]
Completion<Value> state_native(Isolate& isolate, Frame&) {
  double total = 0, available = 0, uptime = 0;
  double loads[3] = {};
  auto ask = [&] {
    struct sysinfo info;
    sysinfo(&info);
    total = static_cast<double>(info.totalram) * info.mem_unit;
    available = static_cast<double>(info.freeram) * info.mem_unit;
    uptime = static_cast<double>(info.uptime);
    if (FILE* file = std::fopen("/proc/meminfo", "r")) {
      char line[128];
      while (std::fgets(line, sizeof line, file)) {
        unsigned long kilobytes;
        if (std::sscanf(line, "MemAvailable: %lu kB", &kilobytes) == 1) {
          available = static_cast<double>(kilobytes) * 1024;
        }
      }
      std::fclose(file);
    }
    if (FILE* file = std::fopen("/proc/uptime", "r")) {
      double seconds;
      if (std::fscanf(file, "%lf", &seconds) == 1) uptime = seconds;
      std::fclose(file);
    }
    if (getloadavg(loads, 3) < 0) loads[0] = loads[1] = loads[2] = 0;
  };
  ask_host(host_of(isolate), "system state", "", ask, total, available, uptime, loads[0], loads[1], loads[2]);
  Value fields[] = {Value::number(total),    Value::number(available), Value::number(uptime),
                    Value::number(loads[0]), Value::number(loads[1]),  Value::number(loads[2])};
  return Value(new_array_from(isolate, fields));
}

// () -> how many processors this process may use
Completion<Value> parallelism_native(Isolate& isolate, Frame&) {
  return Value::number(ask_host_number(host_of(isolate), "parallelism", "", [] {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<long>(CPU_COUNT(&set));
    return sysconf(_SC_NPROCESSORS_ONLN);
  }));
}

// (uid or -1: this user's) -> [name, uid, gid, home, shell] or undefined
Completion<Value> user_native(Isolate& isolate, Frame&) {
  bool known = false;
  uint32_t uid = 0, gid = 0;
  std::string name, home, shell;
  auto ask = [&] {
    passwd* entry = getpwuid(geteuid());
    if (!entry) return;
    known = true;
    uid = entry->pw_uid;
    gid = entry->pw_gid;
    name = entry->pw_name;
    home = entry->pw_dir;
    shell = entry->pw_shell;
  };
  ask_host(host_of(isolate), "user", "", ask, known, uid, gid, name, home, shell);
  if (!known) return Value::undefined();
  Value fields[] = {text(isolate, name), Value::number(uid), Value::number(gid), text(isolate, home),
                    text(isolate, shell)};
  return Value(new_array_from(isolate, fields));
}

// Name, address, netmask and hardware address of every interface that is up, with its numbers.
void list_interfaces(std::vector<std::string>* texts, std::vector<uint32_t>* numbers) {
  ifaddrs* first;
  if (getifaddrs(&first) != 0) return;
  for (ifaddrs* one = first; one; one = one->ifa_next) {
    if (!one->ifa_addr || !(one->ifa_flags & IFF_UP) || !(one->ifa_flags & IFF_RUNNING)) continue;
    int family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    auto bytes = [&](sockaddr* address) -> const void* {
      return family == AF_INET ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(address)->sin_addr)
                               : &reinterpret_cast<sockaddr_in6*>(address)->sin6_addr;
    };
    char address[INET6_ADDRSTRLEN] = "", mask[INET6_ADDRSTRLEN] = "", mac[18] = "00:00:00:00:00:00";
    inet_ntop(family, bytes(one->ifa_addr), address, sizeof address);
    if (one->ifa_netmask) inet_ntop(family, bytes(one->ifa_netmask), mask, sizeof mask);
    for (ifaddrs* link = first; link; link = link->ifa_next) {
      if (!link->ifa_addr || link->ifa_addr->sa_family != AF_PACKET ||
          std::strcmp(link->ifa_name, one->ifa_name) != 0) {
        continue;
      }
      const unsigned char* m = reinterpret_cast<sockaddr_ll*>(link->ifa_addr)->sll_addr;
      std::snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
    }
    for (const char* text : {static_cast<const char*>(one->ifa_name), static_cast<const char*>(address),
                             static_cast<const char*>(mask), static_cast<const char*>(mac)}) {
      texts->push_back(text);
    }
    numbers->push_back(static_cast<uint32_t>(family));
    numbers->push_back(one->ifa_flags & IFF_LOOPBACK ? 1 : 0);
    numbers->push_back(family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(one->ifa_addr)->sin6_scope_id : 0);
  }
  freeifaddrs(first);
}

// () -> [name, address, netmask, family, mac, internal, scope id, ...] of every interface
Completion<Value> interfaces_native(Isolate& isolate, Frame&) {
  std::vector<std::string> texts;  // four an interface
  std::vector<uint32_t> numbers;   // family, whether it is internal, scope
  ask_host(host_of(isolate), "interfaces", "", [&] { list_interfaces(&texts, &numbers); }, texts, numbers);
  Array* list = new_array(isolate);
  for (size_t i = 0; i * 3 < numbers.size(); ++i) {
    const std::string* of = &texts[i * 4];
    const uint32_t* number = &numbers[i * 3];
    for (Value value : {text(isolate, of[0]), text(isolate, of[1]), text(isolate, of[2]),
                        text(isolate, number[0] == AF_INET ? "IPv4" : "IPv6"), text(isolate, of[3]),
                        Value::boolean(number[1]), Value::number(number[2])}) {
      array_push(isolate, list, value);
    }
  }
  return Value(list);
}

// (pid) -> priority; (pid, priority) -> 0; or -errno beyond -100
Completion<Value> priority_native(Isolate& isolate, Frame& frame) {
  auto pid = static_cast<id_t>(TRY(to_int32(isolate, frame.argument(0))));
  const bool asks = frame.argument(1).is_undefined();
  int32_t priority = asks ? 0 : TRY(to_int32(isolate, frame.argument(1)));
  int result = 0;
  ask_host(
      host_of(isolate), "priority", std::to_string(pid),
      [&] {
        errno = 0;
        result = asks ? getpriority(PRIO_PROCESS, pid) : setpriority(PRIO_PROCESS, pid, priority);
        if (errno) result = -1000 - errno;
      },
      result);
  return Value::int32(result);
}

using P = BuiltinProperty;
constexpr P kTable[] = {
    P::function("names", names_native, 0),
    P::function("state", state_native, 0),
    P::function("parallelism", parallelism_native, 0),
    P::function("user", user_native, 0),
    P::function("interfaces", interfaces_native, 0),
    P::function("priority", priority_native, 2),
};

}  // namespace

extern constexpr NativeBinding kOsBinding = {"os", kTable};

}  // namespace scrim
