#include "report/rule_data.hpp"

#include "base/assert.hpp"
#include "base/embedded_file.hpp"
#include "checks/brand_names.hpp"
#include "checks/cipher_profile.hpp"
#include "checks/known_libraries.hpp"
#include "checks/page_rules.hpp"
#include "checks/secret_rules.hpp"
#include "evidence/sensitive_path.hpp"
#include "evidence/takeover_service.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace postern::report {
namespace {

using nlohmann::json;

// The texts with which a data file begins, up to its first list or object: what it is and how old. The rest
// is read by whoever needs it.
class Header : public nlohmann::json_sax<json> {
public:
    explicit Header(std::string_view text) { json::sax_parse(text.begin(), text.end(), this); }

    [[nodiscard]] std::string operator[](std::string_view name) const
    {
        auto const found = texts_.find(name);
        return found == texts_.end() ? std::string() : found->second;
    }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, string_t const&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool string(string_t& text) override
    {
        texts_[name_] = text;
        return true;
    }
    bool start_object(std::size_t) override { return objects_++ == 0; }
    bool key(string_t& name) override
    {
        name_ = name;
        return true;
    }
    bool end_object() override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t, std::string const&, json::exception const&) override { return false; }

private:
    int objects_ = 0;
    std::string name_;
    std::map<std::string, std::string, std::less<>> texts_;
};

// A new set of data is a new row.
struct Source {
    std::string_view title;
    std::span<EmbeddedFile const> (*files)();
    std::string_view file;
};
constexpr std::array sources{
    Source{"vulnerable JavaScript libraries", checks::known_libraries_data, "known-libraries.json"},
    Source{"secrets", checks::secret_rule_files, "rules.json"},
    Source{"exposed files", evidence::sensitive_path_files, "paths.json"},
    Source{"error pages", checks::page_rule_files, "error-pages.json"},
    Source{"folder listings", checks::page_rule_files, "listings.json"},
    Source{"takeover of domains", evidence::takeover_service_files, "services.json"},
    Source{"names of the host product", checks::brand_name_files, "names.json"},
    Source{"cipher suites", checks::cipher_profile_files, "mozilla-intermediate.json"},
};

RuleData read(Source const& source)
{
    auto const files = source.files();
    auto const file = std::ranges::find(files, source.file, &EmbeddedFile::name);
    POSTERN_ASSERT(file != files.end(), "the build embeds the data that is listed here");
    Header const header(file->bytes);
    RuleData data{.name = std::string(source.title), .version = header["version"], .date = header["date"]};
    auto origin = header["name"];
    if (data.version.empty()) { // the data of an npm package: "@… 0.32.0"
        auto const made_from = header["source"];
        auto const space = std::min(made_from.rfind(' '), made_from.size());
        origin = "npm " + made_from.substr(0, space);
        data.version = made_from.substr(std::min(space + 1, made_from.size()));
    }
    if (!origin.empty())
        data.name += fmt::format(" ({})", origin);
    return data;
}

} // namespace

std::vector<RuleData> const& built_in_rule_data()
{
    static auto const all = [] {
        std::vector<RuleData> data;
        for (auto const& source : sources)
            data.push_back(read(source));
        return data;
    }();
    return all;
}

RuleData rule_data(Catalogue const& catalogue)
{
    return {.name = "requirements", .version = catalogue.version, .date = catalogue.source_date};
}

std::string in_words(RuleData const& data)
{
    auto const date = data.date.empty() ? "" : fmt::format(" ({})", data.date);
    return fmt::format("{} {}{}", data.name, data.version, date);
}

} // namespace postern::report
