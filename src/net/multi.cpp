#include "net/multi.hpp"

#include "base/assert.hpp"

#include <boost/asio.hpp>

namespace postern::net {

namespace asio = boost::asio;

namespace {

void start_libcurl()
{
    static auto const started = curl_global_init(CURL_GLOBAL_DEFAULT);
    POSTERN_ASSERT(started == CURLE_OK, "libcurl cannot start");
}

} // namespace

// One socket of libcurl's. The descriptor is borrowed: libcurl closes it.
struct Multi::Watch {
    Watch(asio::any_io_executor const& executor, curl_socket_t socket) : descriptor(executor, socket) {}
    ~Watch() { descriptor.release(); }
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

    asio::posix::stream_descriptor descriptor;
    int wanted = CURL_POLL_NONE;
    bool reading = false; // a wait is under way
    bool writing = false;
    bool gone = false;
};

Multi::Multi(asio::any_io_executor executor, int idle_connections_max)
    : executor_(std::move(executor)),
      timer_(executor_)
{
    start_libcurl();
    multi_ = curl_multi_init();
    POSTERN_ASSERT(multi_ != nullptr, "libcurl has no memory");
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Multi::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Multi::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(idle_connections_max));
}

Multi::~Multi() { curl_multi_cleanup(multi_); }

void Multi::add(CURL* easy, Completion& completion)
{
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &completion);
    auto const added = curl_multi_add_handle(multi_, easy);
    POSTERN_ASSERT(added == CURLM_OK, "libcurl does not take a transfer");
}

void Multi::remove(CURL* easy) { curl_multi_remove_handle(multi_, easy); }

int Multi::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*)
{
    static_cast<Multi*>(self)->watch(socket, what);
    return 0;
}

// libcurl must not be called from its own callback: also a timeout of 0 goes through the executor.
int Multi::on_timer(CURLM*, long timeout_ms, void* self)
{
    auto& multi = *static_cast<Multi*>(self);
    if (timeout_ms < 0) {
        multi.timer_.cancel();
        return 0;
    }
    multi.timer_.expires_after(std::chrono::milliseconds(timeout_ms));
    multi.timer_.async_wait([weak = multi.weak_from_this()](boost::system::error_code const& aborted) {
        if (auto const alive = weak.lock(); alive && !aborted)
            alive->act(CURL_SOCKET_TIMEOUT, 0);
    });
    return 0;
}

void Multi::watch(curl_socket_t socket, int what)
{
    if (what == CURL_POLL_REMOVE) {
        if (auto const found = watches_.find(socket); found != watches_.end()) {
            found->second->gone = true;
            found->second->descriptor.release();
            watches_.erase(found);
        }
        return;
    }
    auto& known = watches_[socket];
    if (!known)
        known = std::make_shared<Watch>(executor_, socket);
    known->wanted = what;
    wait(known);
}

void Multi::wait(std::shared_ptr<Watch> const& watch)
{
    auto const wait_for = [&](asio::posix::descriptor_base::wait_type type, bool Watch::* waiting,
                              int event) {
        auto const wanted = (watch->wanted & (event == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT)) != 0;
        if (!wanted || (*watch).*waiting)
            return;
        (*watch).*waiting = true;
        watch->descriptor.async_wait(
            type, [weak = weak_from_this(), watch, waiting, event](boost::system::error_code const& aborted) {
                (*watch).*waiting = false;
                auto const self = weak.lock();
                if (!self || watch->gone || aborted == asio::error::operation_aborted)
                    return;
                auto const still_wanted =
                    (watch->wanted & (event == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT)) != 0;
                if (still_wanted)
                    self->act(watch->descriptor.native_handle(), aborted ? event | CURL_CSELECT_ERR : event);
                if (!watch->gone)
                    self->wait(watch);
            });
    };
    wait_for(asio::posix::descriptor_base::wait_read, &Watch::reading, CURL_CSELECT_IN);
    wait_for(asio::posix::descriptor_base::wait_write, &Watch::writing, CURL_CSELECT_OUT);
}

void Multi::act(curl_socket_t socket, int events)
{
    auto running = 0;
    curl_multi_socket_action(multi_, socket, events, &running);
    auto queued = 0;
    while (auto const* message = curl_multi_info_read(multi_, &queued)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        char* completion = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &completion);
        auto& done = *reinterpret_cast<Completion*>(completion);
        done.code = message->data.result;
        done.signal.raise();
    }
}

} // namespace postern::net
