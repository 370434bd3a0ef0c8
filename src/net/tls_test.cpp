#include "support/loopback.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::net {
namespace {

using testing::HasSubstr;
using testing::Not;

// TLS on both sides, with the certificates that the server makes for development.
class Tls : public Loopback {
protected:
    Tls()
    {
        std::ofstream(ca_file_) << identity_.certificate_pem;
        server_ = listen(service_, {.tls = identity_});
    }
    ~Tls() override { std::filesystem::remove(ca_file_); }

    [[nodiscard]] std::string url(std::string_view host, std::string_view target = "/") const
    {
        return fmt::format("https://{}:{}{}", host, server_->port(), target);
    }

    std::filesystem::path ca_file_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-tls-test-{}.pem", ::getpid());
    TlsIdentity identity_ = make_self_signed("localhost", 1);
    Answering service_;
    std::unique_ptr<Server> server_;
};

TEST_F(Tls, refuses_a_certificate_that_nobody_vouches_for)
{
    Client client(io_.get_executor(), {});
    auto const sent = get(client, url("localhost", "/?jwt=secret"));
    EXPECT_EQ(failure_in(sent), "tls_failed");
    EXPECT_THAT(message_in(sent), HasSubstr("self-signed"));
    EXPECT_THAT(message_in(sent), Not(HasSubstr("secret")));
    EXPECT_TRUE(service_.requests.empty());
}

TEST_F(Tls, accepts_any_certificate_when_told_to)
{
    Client client(io_.get_executor(), {.certificate_check = CertificateCheck::skipped});
    EXPECT_EQ(response_in(get(client, url("localhost", "/x"))).status, 200);
    ASSERT_EQ(service_.requests.size(), 1u);
    EXPECT_EQ(service_.requests[0].url, url("localhost", "/x"));
}

TEST_F(Tls, accepts_a_certificate_from_the_ca_file_for_each_name_on_it)
{
    Client client(io_.get_executor(), {.ca_file = ca_file_});
    EXPECT_EQ(response_in(get(client, url("localhost"))).status, 200);
    EXPECT_EQ(response_in(get(client, url("127.0.0.1"))).status, 200);
}

TEST_F(Tls, refuses_a_certificate_for_another_name)
{
    server_ = listen(service_, {.tls = make_self_signed("other.example", 1)});
    Client client(io_.get_executor(), {.ca_file = ca_file_});
    EXPECT_EQ(failure_in(get(client, url("localhost"))), "tls_failed");
}

TEST_F(Tls, tells_a_ca_file_that_cannot_be_read)
{
    Client client(io_.get_executor(), {.ca_file = "/nowhere/ca.pem"});
    EXPECT_EQ(failure_in(get(client, url("localhost"))), "tls_failed");
}

TEST_F(Tls, tells_a_server_that_does_not_speak_it)
{
    auto const plain = listen(service_);
    Client client(io_.get_executor(), {});
    auto const sent = get(client, fmt::format("https://127.0.0.1:{}/", plain->port()));
    EXPECT_EQ(failure_in(sent), "tls_failed");
}

TEST_F(Tls, uses_a_connection_again_and_sends_big_bodies_whole)
{
    Answering service([](auto const&) { return http::make_response(200, "", std::string(5'000'000, 'x')); });
    auto const server = listen(service, {.tls = identity_, .connections_max = 1});
    Client client(io_.get_executor(), {.certificate_check = CertificateCheck::skipped});
    for (auto i = 0; i < 3; ++i) {
        auto const sent = get(client, fmt::format("https://127.0.0.1:{}/", server->port()));
        EXPECT_EQ(response_in(sent).body_bytes, 5'000'000u);
    }
}

TEST_F(Tls, makes_a_fresh_key_each_time)
{
    EXPECT_NE(make_self_signed("localhost", 1).private_key_pem, identity_.private_key_pem);
    EXPECT_THAT(identity_.certificate_pem, testing::StartsWith("-----BEGIN CERTIFICATE-----\n"));
}

TEST_F(Tls, says_when_a_server_cannot_use_its_identity)
{
    auto const mixed =
        TlsIdentity{identity_.certificate_pem, make_self_signed("localhost", 1).private_key_pem};
    auto const server = Server::listen(io_.get_executor(), service_, {.tls = mixed});
    ASSERT_FALSE(server);
    EXPECT_THAT(server.error(), HasSubstr("cannot use the private key"));
    auto const none = Server::listen(io_.get_executor(), service_, {.tls = TlsIdentity{"no PEM", "no PEM"}});
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error(), HasSubstr("cannot read the certificate"));
}

} // namespace
} // namespace postern::net
