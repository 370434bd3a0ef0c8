#include "base/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace postern {
namespace {

struct Row {
    std::string_view sentence;
    std::string_view text;
    std::optional<std::string_view> bytes;
};

TEST(Base64, encodes_the_vectors_of_RFC_4648_section_10)
{
    EXPECT_EQ(base64_encode(""), "");
    EXPECT_EQ(base64_encode("f"), "Zg==");
    EXPECT_EQ(base64_encode("fo"), "Zm8=");
    EXPECT_EQ(base64_encode("foo"), "Zm9v");
    EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
    EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64url_encode("fooba"), "Zm9vYmE");
    EXPECT_EQ(base64url_encode("\xfb\xff\xbf"), "-_-_");
    std::array<std::uint8_t, 2> const bytes{0xff, 0xef};
    EXPECT_EQ(base64url_encode(bytes), "_-8");
}

TEST(Base64, url_form_is_strict)
{
    constexpr Row rows[] = {
        {"the empty text is no bytes", "", ""},
        {"two characters are one byte", "Zg", "f"},
        {"three characters are two bytes", "Zm8", "fo"},
        {"four characters are three bytes", "Zm9v", "foo"},
        {"padding is refused", "Zg==", std::nullopt},
        {"padding after three characters is refused", "Zm8=", std::nullopt},
        {"the other alphabet's plus is refused", "+_-_", std::nullopt},
        {"the other alphabet's slash is refused", "-_/_", std::nullopt},
        {"one character alone is refused", "Z", std::nullopt},
        {"a length of 4n+1 is refused", "Zm9vZ", std::nullopt},
        {"unused bits of two characters must be zero", "Zh", std::nullopt},
        {"unused bits of three characters must be zero", "Zm9", std::nullopt},
        {"white space is refused", "Zm 9v", std::nullopt},
        {"a line end is refused", "Zm9v\n", std::nullopt},
        {"a NUL is refused", std::string_view("Zm9\0", 4), std::nullopt},
        {"bytes above 127 are refused", "Zm9\xc3", std::nullopt},
    };
    for (auto const& row : rows) {
        auto const bytes = base64url_decode(row.text);
        EXPECT_EQ(bytes.has_value(), row.bytes.has_value()) << row.sentence;
        if (bytes && row.bytes) {
            EXPECT_EQ(*bytes, *row.bytes) << row.sentence;
        }
    }
}

TEST(Base64, standard_form_is_strict)
{
    constexpr Row rows[] = {
        {"complete padding is taken", "Zg==", "f"},
        {"missing padding is refused", "Zg", std::nullopt},
        {"incomplete padding is refused", "Zg=", std::nullopt},
        {"three padding characters are refused", "Z===", std::nullopt},
        {"padding in the middle is refused", "Zg==Zg==", std::nullopt},
        {"only padding is refused", "====", std::nullopt},
        {"unused bits must be zero", "Zh==", std::nullopt},
        {"the other alphabet is refused", "-_-_", std::nullopt},
    };
    for (auto const& row : rows)
        EXPECT_EQ(base64_decode(row.text), row.bytes) << row.sentence;
}

RC_GTEST_PROP(Base64, decoding_undoes_encoding, (std::string const& bytes))
{
    RC_ASSERT(base64_decode(base64_encode(bytes)) == bytes);
    RC_ASSERT(base64url_decode(base64url_encode(bytes)) == bytes);
}

RC_GTEST_PROP(Base64, no_two_texts_mean_the_same_bytes, ())
{
    auto const text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("AQgwZ09-_+/=")));
    if (auto const bytes = base64url_decode(text))
        RC_ASSERT(base64url_encode(*bytes) == text);
    if (auto const bytes = base64_decode(text))
        RC_ASSERT(base64_encode(*bytes) == text);
}

} // namespace
} // namespace postern
