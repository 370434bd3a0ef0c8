#include "net/dns.hpp"

#include "base/assert.hpp"

#include <boost/asio.hpp>

#include <ares.h>
#include <map>
#include <optional>
#include <utility>

namespace postern::net {

namespace asio = boost::asio;

namespace {

constexpr int class_internet = 1;

void start_c_ares()
{
    static auto const started = ares_library_init(ARES_LIB_INIT_ALL);
    POSTERN_ASSERT(started == ARES_SUCCESS, "c-ares cannot start");
}

DnsReply::Status status_of(int c_ares)
{
    switch (c_ares) {
    case ARES_SUCCESS:
    case ARES_ENODATA:
        return DnsReply::Status::answered;
    case ARES_ENOTFOUND:
        return DnsReply::Status::no_such_name;
    case ARES_ETIMEOUT:
    case ARES_ECONNREFUSED:
    case ARES_ECANCELLED:
    case ARES_EDESTRUCTION:
        return DnsReply::Status::silent;
    default:
        return DnsReply::Status::refused;
    }
}

// One question. c-ares calls back exactly once, at the latest when its channel ends; whoever waits may be
// gone.
struct Question {
    explicit Question(asio::any_io_executor const& executor) : done(executor) {}
    asio::steady_timer done; // cancelled by the answer
    std::optional<DnsReply> reply;
};

void on_answer(void* argument, int status, int, unsigned char* bytes, int size)
{
    std::unique_ptr<std::shared_ptr<Question>> const holder(
        static_cast<std::shared_ptr<Question>*>(argument));
    auto& question = **holder;
    DnsReply reply{.status = status_of(status)};
    if (bytes && size > 0) {
        auto records = read_dns_answer({bytes, static_cast<std::size_t>(size)});
        if (records)
            reply.records = *std::move(records);
        else
            reply = {.status = DnsReply::Status::refused, .detail = "the server's answer cannot be read"};
    }
    if (reply.status != DnsReply::Status::answered && reply.detail.empty())
        reply.detail = ares_strerror(status);
    question.reply = std::move(reply);
    question.done.cancel();
}

} // namespace

std::string_view name(DnsReply::Status status)
{
    switch (status) {
    case DnsReply::Status::answered:
        return "answered";
    case DnsReply::Status::no_such_name:
        return "no_such_name";
    case DnsReply::Status::refused:
        return "refused";
    case DnsReply::Status::silent:
        return "silent";
    }
    return "";
}

// The channel of c-ares with its sockets and its clock. Only one clock runs, for the next of all time-outs.
class DnsResolver::Engine : public std::enable_shared_from_this<Engine> {
public:
    Engine(asio::any_io_executor executor, DnsOptions const& options)
        : executor_(std::move(executor)),
          clock_(executor_)
    {
        start_c_ares();
        ares_options c_ares{};
        // With its own check of responses c-ares would ask the next server after SERVFAIL, and in the end
        // report a refused connection.
        c_ares.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP;
        c_ares.timeout = static_cast<int>(options.try_timeout.count());
        c_ares.tries = options.tries;
        c_ares.sock_state_cb = &Engine::on_socket;
        c_ares.sock_state_cb_data = this;
        auto const made =
            ares_init_options(&channel_, &c_ares,
                              ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
        POSTERN_ASSERT(made == ARES_SUCCESS, "c-ares has no memory");
        if (!options.servers.empty()) {
            auto const set = ares_set_servers_ports_csv(channel_, options.servers.c_str());
            POSTERN_ASSERT(set == ARES_SUCCESS, "the servers are checked with are_dns_servers");
        }
    }

    ~Engine() { end(); }

    // Answers all that is under way.
    void end()
    {
        if (auto* const channel = std::exchange(channel_, nullptr))
            ares_destroy(channel);
        clock_.cancel();
    }

    asio::awaitable<DnsReply> ask(std::string name, DnsType type, Deadline deadline)
    {
        auto const alive = shared_from_this();
        if (!channel_)
            co_return DnsReply{.detail = "the scan was stopped"};
        auto const question = std::make_shared<Question>(executor_);
        question->done.expires_at(deadline);
        auto holder = std::make_unique<std::shared_ptr<Question>>(question);
        ares_query(channel_, name.c_str(), class_internet, static_cast<int>(type), &on_answer,
                   holder.release());
        set_clock();
        if (!question->reply) { // it may come at once, for a name that cannot be asked for
            auto waiting = question->done.async_wait(asio::as_tuple(asio::use_awaitable));
            (void)co_await std::move(waiting);
        }
        if (!question->reply)
            co_return DnsReply{.detail = "no answer in the time that there was"};
        co_return *std::move(question->reply);
    }

private:
    struct Watch {
        Watch(asio::any_io_executor const& executor, ares_socket_t socket) : descriptor(executor, socket) {}
        ~Watch() { release(); }
        Watch(Watch const&) = delete;
        Watch& operator=(Watch const&) = delete;

        // c-ares closes it.
        void release()
        {
            if (descriptor.is_open())
                descriptor.release();
        }

        asio::posix::stream_descriptor descriptor;
        bool wants_in = false;
        bool wants_out = false;
        bool reading = false; // a wait is under way
        bool writing = false;
    };
    using Wait = asio::posix::descriptor_base;

    static void on_socket(void* self, ares_socket_t socket, int in, int out)
    {
        static_cast<Engine*>(self)->watch(socket, in != 0, out != 0);
    }

    void watch(ares_socket_t socket, bool in, bool out)
    {
        if (!in && !out) {
            if (auto const found = watches_.find(socket); found != watches_.end()) {
                found->second->release();
                watches_.erase(found);
            }
            return;
        }
        auto& watch = watches_[socket];
        if (!watch)
            watch = std::make_shared<Watch>(executor_, socket);
        watch->wants_in = in;
        watch->wants_out = out;
        wait(watch);
    }

    void wait(std::shared_ptr<Watch> const& watch)
    {
        if (watch->wants_in && !watch->reading)
            wait(watch, Wait::wait_read, &Watch::reading);
        if (watch->wants_out && !watch->writing)
            wait(watch, Wait::wait_write, &Watch::writing);
    }

    void wait(std::shared_ptr<Watch> const& watch, Wait::wait_type type, bool Watch::* waiting)
    {
        (*watch).*waiting = true;
        watch->descriptor.async_wait(
            type, [weak = weak_from_this(), watch, type, waiting](boost::system::error_code const& error) {
                (*watch).*waiting = false;
                auto const self = weak.lock();
                if (!self || !self->channel_ || error || !watch->descriptor.is_open())
                    return;
                auto const socket = watch->descriptor.native_handle();
                bool const in = type == Wait::wait_read;
                self->process(in ? socket : ARES_SOCKET_BAD, in ? ARES_SOCKET_BAD : socket);
                if (watch->descriptor.is_open())
                    self->wait(watch);
            });
    }

    void process(ares_socket_t in, ares_socket_t out)
    {
        ares_process_fd(channel_, in, out);
        set_clock();
    }

    void set_clock()
    {
        if (!channel_)
            return;
        timeval buffer{};
        auto const* next = ares_timeout(channel_, nullptr, &buffer);
        if (!next) {
            clock_.cancel();
            return;
        }
        clock_.expires_after(std::chrono::seconds(next->tv_sec) + std::chrono::microseconds(next->tv_usec));
        clock_.async_wait([weak = weak_from_this()](boost::system::error_code const& aborted) {
            if (auto const self = weak.lock(); self && self->channel_ && !aborted)
                self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        });
    }

    asio::any_io_executor executor_;
    asio::steady_timer clock_;
    std::map<ares_socket_t, std::shared_ptr<Watch>> watches_;
    ares_channel channel_ = nullptr;
};

bool are_dns_servers(std::string const& servers)
{
    start_c_ares();
    ares_channel channel = nullptr;
    if (servers.empty() || ares_init(&channel) != ARES_SUCCESS)
        return false;
    auto const set = ares_set_servers_ports_csv(channel, servers.c_str());
    ares_destroy(channel);
    return set == ARES_SUCCESS;
}

DnsResolver::DnsResolver(asio::any_io_executor executor, DnsOptions const& options)
    : engine_(std::make_shared<Engine>(std::move(executor), options))
{
}

DnsResolver::~DnsResolver() { engine_->end(); }

asio::awaitable<DnsReply> DnsResolver::ask(std::string name, DnsType type, Deadline deadline)
{
    return engine_->ask(std::move(name), type, deadline);
}

void DnsResolver::stop() { engine_->end(); }

} // namespace postern::net
