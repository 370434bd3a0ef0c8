#include "net/dns_message.hpp"

#include "http/headers.hpp"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ares.h>
#include <limits>

namespace postern::net {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t header_bytes = 12;

class Message {
public:
    explicit Message(std::span<unsigned char const> bytes) : bytes_(bytes) {}

    std::optional<std::vector<DnsRecord>> read()
    {
        if (bytes_.size() < header_bytes || bytes_.size() > std::numeric_limits<std::uint16_t>::max())
            return std::nullopt;
        at_ = 4;
        auto const questions = number16();
        auto const answers = number16();
        at_ = header_bytes;
        for (int i = 0; i < questions && sound_; ++i) {
            (void)name();
            skip(4); // type and class
        }
        std::vector<DnsRecord> records;
        for (int i = 0; i < answers && sound_; ++i)
            if (auto record = this->record(); record && records.size() < dns_records_max)
                records.push_back(*std::move(record));
        return sound_ ? std::optional(std::move(records)) : std::nullopt;
    }

private:
    bool has(std::size_t count)
    {
        sound_ = sound_ && bytes_.size() - at_ >= count;
        return sound_;
    }

    void skip(std::size_t count)
    {
        if (has(count))
            at_ += count;
    }

    std::uint16_t number16()
    {
        if (!has(2))
            return 0;
        auto const high = bytes_[at_++];
        auto const low = bytes_[at_++];
        return static_cast<std::uint16_t>(high << 8 | low);
    }

    // c-ares follows the pointers of compression, and no circle of them.
    std::string name()
    {
        if (!has(1))
            return "";
        char* text = nullptr;
        long taken = 0;
        auto const status = ares_expand_name(bytes_.data() + at_, bytes_.data(),
                                             static_cast<int>(bytes_.size()), &text, &taken);
        if (status != ARES_SUCCESS) {
            sound_ = false;
            return "";
        }
        auto expanded = http::lower_case(text);
        ares_free_string(text);
        skip(static_cast<std::size_t>(taken));
        return expanded;
    }

    // Nothing for a record of another type, and where `sound_` is no longer.
    std::optional<DnsRecord> record()
    {
        auto owner = name();
        auto const type = static_cast<DnsType>(number16());
        skip(6); // class and time to live
        auto const size = number16();
        if (!has(size))
            return std::nullopt;
        auto const end = at_ + size;
        auto value = this->value(type, bytes_.subspan(at_, size));
        at_ = end;
        if (!value || !sound_)
            return std::nullopt;
        return DnsRecord{std::move(owner), type, *std::move(value)};
    }

    std::optional<std::string> value(DnsType type, std::span<unsigned char const> data)
    {
        switch (type) {
        case DnsType::a: {
            ip::address_v4::bytes_type address;
            if (data.size() != address.size())
                return std::nullopt;
            std::ranges::copy(data, address.begin());
            return ip::address_v4(address).to_string();
        }
        case DnsType::aaaa: {
            ip::address_v6::bytes_type address;
            if (data.size() != address.size())
                return std::nullopt;
            std::ranges::copy(data, address.begin());
            return ip::address_v6(address).to_string();
        }
        case DnsType::cname:
        case DnsType::ns:
            return name();
        case DnsType::caa:
            return caa(data);
        }
        return std::nullopt;
    }

    // RFC 8659 section 4.1: flags, length of the tag, tag, value.
    static std::optional<std::string> caa(std::span<unsigned char const> data)
    {
        if (data.size() < 2 || data.size() - 2 < data[1])
            return std::nullopt;
        auto const tag = data.subspan(2, data[1]);
        auto const value = data.subspan(2 + tag.size());
        return fmt::format("{} {} {}", data[0], std::string(tag.begin(), tag.end()),
                           std::string(value.begin(), value.end()));
    }

    std::span<unsigned char const> bytes_;
    std::size_t at_ = 0; // never beyond the end
    bool sound_ = true;
};

} // namespace

std::optional<std::vector<DnsRecord>> read_dns_answer(std::span<unsigned char const> message)
{
    return Message(message).read();
}

} // namespace postern::net
