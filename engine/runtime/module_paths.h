// Paths and file: URLs, as the module loader needs them. Nothing here looks at the disk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrim {

class HostInterface;

std::string directory_of(const std::string& path);
std::string base_name_of(const std::string& path);
// Resolves . and .. and repeated slashes; the path is absolute.
std::string normalize_path(const std::string& path);
// Against the current directory.
std::string absolute_path(HostInterface& host, const std::string& path);
// ".js" of "/a/b.js"; empty for ".bashrc" and where there is none.
std::string extension_of(const std::string& path);
// Where packages of a directory are looked for, the nearest first.
std::vector<std::string> node_modules_paths(const std::string& directory);

std::string file_url_of_path(const std::string& path);
// A file: URL without query and fragment, percent sequences decoded; false if it is none or has an encoded slash.
bool path_of_file_url(std::string_view url, std::string* path);
// "http" of "http://..."; empty for what has no scheme.
std::string scheme_of(std::string_view specifier);
// The name a person knows a script by: the path of a file: URL, else the name itself.
std::string path_of_script_name(const std::string& name);

// The way from a folder to a file, both absolute and normalized: "b/c", "../b".
std::string relative_path(const std::string& folder, const std::string& path);

}  // namespace scrim
