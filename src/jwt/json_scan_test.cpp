#include "jwt/json_scan.hpp"
#include "jwt/token.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace postern::jwt {
namespace {

struct Row {
    std::string_view sentence;
    std::string text;
    std::optional<JsonFault> fault;
};

std::string nested(std::size_t arrays)
{
    return R"({"a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
}

std::string with_many_keys(std::string_view last)
{
    std::string text = "{";
    for (int i = 0; i < 100; ++i)
        text += "\"key" + std::to_string(i) + "\":0,";
    return text + '"' + std::string(last) + "\":1}";
}

TEST(JsonScanner, takes_RFC_8259_and_nothing_else)
{
    using enum JsonFault;
    Row const rows[] = {
        {"an empty object", "{}", {}},
        {"white space everywhere", " {\t\"a\" :\r\n[ 1 , 2 ] } ", {}},
        {"all kinds of values", R"({"a":[{},[],"",0,-1.5e+3,true,false,null]})", {}},
        {"all escapes", R"({"a":"\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00"})", {}},
        {"UTF-8 of all lengths", "{\"\xc3\xbc\":\"\xe2\x82\xac\xf0\x9f\x98\x80\"}", {}},
        {"the same key in different objects", R"({"a":{"a":{"a":1}},"b":{"a":1}})", {}},
        {"a number of many digits", R"({"a":123456789012345678901234567890})", {}},
        {"nothing", "", not_json},
        {"only space", "  ", not_json},
        {"an array", "[]", not_an_object},
        {"a string", R"("a")", not_an_object},
        {"a number", "12", not_an_object},
        {"null", "null", not_an_object},
        {"a byte order mark", "\xef\xbb\xbf{}", not_json},
        {"something behind the object", "{}x", not_json},
        {"two objects", "{}{}", not_json},
        {"a comma at the end of an object", R"({"a":1,})", not_json},
        {"a comma at the end of an array", R"({"a":[1,]})", not_json},
        {"an object that does not end", R"({"a":1)", not_json},
        {"an array that does not end", R"({"a":[1)", not_json},
        {"a string that does not end", R"({"a":"b)", not_json},
        {"an escape that does not end", "{\"a\":\"\\", not_json},
        {"an unknown escape", R"({"a":"\x41"})", not_json},
        {"a short unicode escape", R"({"a":"\u12"})", not_json},
        {"a unicode escape with other letters", R"({"a":"\u12g4"})", not_json},
        {"a lone high surrogate", R"({"a":"\ud83d"})", not_json},
        {"a high surrogate before another escape", R"({"a":"\ud83d\n12345"})", not_json},
        {"a high surrogate before no surrogate", R"({"a":"\ud83d\u0041"})", not_json},
        {"a lone low surrogate", R"({"a":"\ude00"})", not_json},
        {"a control byte in a string", "{\"a\":\"\n\"}", not_json},
        {"a NUL in a string", std::string("{\"a\":\"\0\"}", 9), not_json},
        {"a key without quotes", "{a:1}", not_json},
        {"single quotes", "{'a':1}", not_json},
        {"a missing colon", R"({"a" 1})", not_json},
        {"a missing value", R"({"a":})", not_json},
        {"a comment", R"({"a":1/**/})", not_json},
        {"a leading zero", R"({"a":01})", not_json},
        {"a leading plus", R"({"a":+1})", not_json},
        {"a point without digits", R"({"a":1.})", not_json},
        {"no digits before the point", R"({"a":.5})", not_json},
        {"an exponent without digits", R"({"a":1e})", not_json},
        {"a minus alone", R"({"a":-})", not_json},
        {"NaN", R"({"a":NaN})", not_json},
        {"hexadecimal", R"({"a":0x10})", not_json},
        {"a shortened literal", R"({"a":tru)", not_json},
        {"a literal in capitals", R"({"a":True})", not_json},
        {"a Latin-1 byte", "{\"a\":\"\xfc\"}", not_utf8},
        {"an overlong form", "{\"a\":\"\xc0\xaf\"}", not_utf8},
        {"an encoded surrogate", "{\"a\":\"\xed\xa0\x80\"}", not_utf8},
        {"UTF-8 that is cut off", "{\"a\":\"\xe2\x82", not_utf8},
        {"the deepest nesting", nested(json_max_depth - 1), {}},
        {"nesting one level too deep", nested(json_max_depth), too_deep},
        {"nesting without an end", R"({"a":)" + std::string(10'000, '['), too_deep},
        {"a key twice", R"({"a":1,"b":2,"a":1})", duplicate_key},
        {"a key twice, once escaped", R"({"alg":1,"al\u0067":2})", duplicate_key},
        {"a key twice in an inner object", R"({"c":[{"a":1,"a":2}]})", duplicate_key},
        {"the empty key twice", R"({"":1,"":2})", duplicate_key},
        {"two of a hundred keys", with_many_keys("key42"), duplicate_key},
        {"a hundred and one different keys", with_many_keys("key100"), {}},
        {"a duplicate before a mistake is a mistake", R"({"a":{"b":1,"b":2})", not_json},
    };
    JsonScanner scanner;
    for (auto const& row : rows) {
        auto const members = scanner.scan(row.text);
        EXPECT_EQ(members.has_value(), !row.fault.has_value()) << row.sentence;
        if (!members && row.fault) {
            EXPECT_EQ(static_cast<int>(members.error()), static_cast<int>(*row.fault)) << row.sentence;
        }
    }
}

TEST(JsonScanner, lists_the_members_of_the_outermost_object)
{
    JsonScanner scanner;
    auto const members = scanner.scan(R"({"a": {"b":1} , "\u0063" :[1, 2],"d":"\ud83d\ude00\n"})");
    ASSERT_TRUE(members);
    ASSERT_EQ(members->size(), 3U);
    EXPECT_EQ((*members)[0].key, "a");
    EXPECT_EQ((*members)[0].value, R"({"b":1})");
    EXPECT_EQ((*members)[1].key, "c");
    EXPECT_EQ((*members)[1].value, "[1, 2]");
    EXPECT_EQ(scanner.find("b"), std::nullopt);
    EXPECT_EQ(scanner.string(*scanner.find("d")), "\xf0\x9f\x98\x80\n");
    EXPECT_EQ(scanner.string(*scanner.find("a")), std::nullopt);
}

TEST(JsonScanner, reads_arrays_of_strings_only)
{
    JsonScanner scanner;
    std::vector<std::string_view> strings;
    ASSERT_TRUE(scanner.scan(R"({"a":[ "x" , "\u0079" ],"b":["x",1],"c":"x","d":[]})"));
    EXPECT_TRUE(scanner.strings(*scanner.find("a"), strings));
    EXPECT_EQ(strings, (std::vector<std::string_view>{"x", "y"}));
    EXPECT_FALSE(scanner.strings(*scanner.find("b"), strings));
    EXPECT_FALSE(scanner.strings(*scanner.find("c"), strings));
    strings.clear();
    EXPECT_TRUE(scanner.strings(*scanner.find("d"), strings));
    EXPECT_TRUE(strings.empty());
}

// Texts that are nearly JSON: our answer and that of another parser agree, but for what is refused on
// purpose.
RC_GTEST_PROP(JsonScanner, agrees_with_nlohmann, ())
{
    auto const text = *rc::gen::container<std::string>(rc::gen::weightedElement<char>({{6, '"'},
                                                                                       {3, '{'},
                                                                                       {3, '}'},
                                                                                       {2, '['},
                                                                                       {2, ']'},
                                                                                       {4, ':'},
                                                                                       {3, ','},
                                                                                       {2, 'a'},
                                                                                       {2, '1'},
                                                                                       {1, '0'},
                                                                                       {1, '.'},
                                                                                       {1, '-'},
                                                                                       {1, 'e'},
                                                                                       {1, '\\'},
                                                                                       {1, ' '}}));
    auto const wrapped = "{" + text + "}";
    JsonScanner scanner;
    auto const members = scanner.scan(wrapped);
    bool const refused_on_purpose =
        !members && (members.error() == JsonFault::duplicate_key || members.error() == JsonFault::too_deep);
    // nlohmann refuses numbers beyond the range of a double.
    bool const huge_number = text.contains('e');
    if (!refused_on_purpose && !huge_number)
        RC_ASSERT(members.has_value() == nlohmann::json::accept(wrapped));
}

RC_GTEST_PROP(JsonScanner, decodes_strings_as_nlohmann_does,
              (std::map<std::string, std::string> const& members))
{
    auto const object = nlohmann::json(members);
    // ensure_ascii: everything beyond ASCII is escaped; broken UTF-8 is replaced.
    auto const text = object.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    JsonScanner scanner;
    auto const scanned = scanner.scan(text);
    if (!scanned)
        RC_DISCARD("two keys became one when their broken bytes were replaced");
    auto const again = nlohmann::json::parse(text);
    for (auto const& member : *scanned)
        RC_ASSERT(scanner.string(member.value) == again.at(std::string(member.key)).get<std::string>());
}

} // namespace
} // namespace postern::jwt
