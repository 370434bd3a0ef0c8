#include "net/tls_observer.hpp"
#include "support/loopback.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tls::Reply;
using tls::Version;

class Observer : public Loopback {
protected:
    Observer() { std::ofstream(ca_file_) << identity_.certificate_pem; }
    ~Observer() override { std::filesystem::remove(ca_file_); }

    HostTls observe(std::string host, std::uint16_t port, TlsObserverOptions options = {})
    {
        TlsObserver observer(io_.get_executor(), clock_, random_, std::move(options));
        auto observing = observer.observe(std::move(host), port, far_away());
        return run(std::move(observing));
    }

    // The one address that has a connection: "localhost" may stand for two.
    static tls::Address const& reached(HostTls const& seen)
    {
        static tls::Address const none;
        for (auto const& address : seen.addresses)
            if (address.unreachable.empty())
                return address;
        ADD_FAILURE() << "no address was reached: " << seen.unresolved;
        return none;
    }

    static tls::AskedVersion const& asked(tls::Address const& address, Version version)
    {
        static tls::AskedVersion const none;
        auto const found = std::ranges::find(address.versions, version, &tls::AskedVersion::version);
        return found == address.versions.end() ? none : *found;
    }

    SystemClock clock_;
    SystemRandom random_;
    std::filesystem::path ca_file_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-observer-test-{}.pem", ::getpid());
    TlsIdentity identity_ = make_self_signed("localhost", 1);
    Answering service_;
};

TEST_F(Observer, sees_versions_suites_and_the_certificate_of_a_server)
{
    auto const server = listen(service_, {.tls = identity_});
    auto const seen = observe("localhost", server->port(), {.ca_file = ca_file_});
    EXPECT_EQ(seen.cut_off, "");
    auto const& address = reached(seen);
    ASSERT_EQ(address.versions.size(), tls::versions.size());
    EXPECT_EQ(asked(address, Version::tls1_3).reply, Reply::accepted);
    EXPECT_EQ(asked(address, Version::tls1_2).reply, Reply::accepted);
    for (auto const old : {Version::ssl3, Version::tls1_0, Version::tls1_1})
        EXPECT_EQ(asked(address, old).reply, Reply::refused) << tls::name(old);
    EXPECT_THAT(asked(address, Version::tls1_3).suites,
                testing::UnorderedElementsAre(0x1301, 0x1302, 0x1303));
    EXPECT_THAT(asked(address, Version::tls1_2).suites, testing::Contains(0xc02b));
    EXPECT_EQ(asked(address, Version::tls1_2).stopped, "");

    ASSERT_TRUE(address.session) << address.session_failure;
    EXPECT_EQ(address.session->version, "TLSv1.3");
    EXPECT_EQ(address.session->trust, tls::Trust());
    EXPECT_EQ(address.session->name, tls::NameMatch::matches);
    EXPECT_EQ(address.session->stapling, tls::Stapling::not_stapled);
    ASSERT_EQ(address.session->chain.size(), 1u);
    EXPECT_THAT(address.session->chain[0].names, testing::Contains("localhost"));
    EXPECT_THAT(service_.requests, IsEmpty());
}

TEST_F(Observer, tells_trust_name_and_dates_apart)
{
    auto const server = listen(service_, {.tls = make_self_signed("other.example", 1)});
    auto const foreign = observe("localhost", server->port());
    auto const& session = *reached(foreign).session;
    EXPECT_THAT(session.trust.untrusted, HasSubstr("self-signed"));
    EXPECT_THAT(session.trust.outdated, IsEmpty());
    EXPECT_EQ(session.name, tls::NameMatch::differs);

    FixedClock const later(clock_.now() + std::chrono::hours(48));
    auto const own = listen(service_, {.tls = identity_});
    TlsObserver observer(io_.get_executor(), later, random_, {.ca_file = ca_file_});
    auto observing = observer.observe("127.0.0.1", own->port(), far_away());
    auto const seen = run(std::move(observing));
    EXPECT_EQ(reached(seen).session->trust.untrusted, "");
    EXPECT_THAT(reached(seen).session->trust.outdated, ElementsAre("CN=localhost"));
    EXPECT_EQ(reached(seen).session->name, tls::NameMatch::matches) << "its address is on it";
}

TEST_F(Observer, tells_what_is_no_tls)
{
    auto const plain = listen(service_);
    auto const seen = observe("127.0.0.1", plain->port());
    auto const& address = reached(seen);
    EXPECT_FALSE(address.session);
    EXPECT_NE(address.session_failure, "");
    for (auto const& each : address.versions) {
        EXPECT_EQ(each.reply, Reply::not_tls);
        EXPECT_THAT(each.detail, HasSubstr("plain HTTP"));
    }
}

TEST_F(Observer, tells_silence)
{
    asio::ip::tcp::acceptor silent(io_, {asio::ip::address_v4::loopback(), 0});
    auto const seen = observe("127.0.0.1", silent.local_endpoint().port(), {.handshake_timeout = 50ms});
    ASSERT_EQ(reached(seen).versions.size(), tls::versions.size());
    for (auto const& each : reached(seen).versions)
        EXPECT_EQ(each.reply, Reply::silent);
    EXPECT_THAT(reached(seen).session_failure, HasSubstr("in time"));
}

TEST_F(Observer, tells_that_nobody_listens)
{
    asio::ip::tcp::acceptor closed(io_, {asio::ip::address_v4::loopback(), 0});
    auto const port = closed.local_endpoint().port();
    closed.close();
    auto const seen = observe("127.0.0.1", port);
    ASSERT_EQ(seen.addresses.size(), 1u);
    EXPECT_THAT(seen.addresses[0].unreachable, HasSubstr("refused"));
    EXPECT_THAT(seen.addresses[0].versions, IsEmpty());
}

TEST_F(Observer, tells_a_name_without_an_address)
{
    auto const seen = observe("no-such-host.invalid", 443);
    EXPECT_NE(seen.unresolved, "");
    EXPECT_THAT(seen.addresses, IsEmpty());
}

TEST_F(Observer, stops_after_its_number_of_handshakes)
{
    auto const server = listen(service_, {.tls = identity_});
    auto const seen = observe("127.0.0.1", server->port(), {.handshakes_per_address_max = 2});
    EXPECT_EQ(asked(reached(seen), Version::tls1_3).suites.size(), 2u);
    EXPECT_THAT(asked(reached(seen), Version::tls1_3).stopped, HasSubstr("2 handshakes"));
    EXPECT_NE(asked(reached(seen), Version::tls1_2).stopped, "");
}

TEST_F(Observer, says_that_it_was_stopped_or_that_time_was_over)
{
    auto const server = listen(service_, {.tls = identity_});
    TlsObserver observer(io_.get_executor(), clock_, random_, {});
    auto late = observer.observe("127.0.0.1", server->port(), in(-1ms));
    EXPECT_THAT(run(std::move(late)).cut_off, HasSubstr("time was over"));
    observer.stop();
    auto stopped = observer.observe("127.0.0.1", server->port(), far_away());
    EXPECT_THAT(run(std::move(stopped)).cut_off, HasSubstr("interrupted"));
}

TEST_F(Observer, says_that_the_ca_file_cannot_be_read)
{
    auto const server = listen(service_, {.tls = identity_});
    auto const seen = observe("127.0.0.1", server->port(), {.ca_file = "/nowhere/ca.pem"});
    EXPECT_THAT(reached(seen).session_failure, HasSubstr("/nowhere/ca.pem"));
}

} // namespace
} // namespace postern::net
