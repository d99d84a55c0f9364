// The two workloads by hand: an event loop around std::priority_queue, drawing its own random numbers.
// workloads.py says what is simulated and gives the numbers; cpp_loop.py compiles and calls this.
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <queue>
#include <random>
#include <vector>

namespace {

constexpr int kMostVisits = 4;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Workload {  // as in cpp_loop.py
    int32_t units, classes, specialists, follow_ups;  // follow_ups: 0 in W1, 3 in W2
    const int32_t* investigators;
    const double* class_shares;
    double reports_per_day, first_mean_days, follow_up_share, pause_days;
    double follow_up_mean_days[kMostVisits - 1];
    double gamma_shape, lognormal_sigma;
};

struct Case {
    int32_t unit, case_class, visits;
    double arrived, days[kMostVisits];
};

struct Event {
    double time;
    int64_t number;
    bool joins;  // else a visit ends
    int32_t of_case, visit;
    bool operator<(const Event& other) const {  // std::priority_queue has the greatest on top
        return time != other.time ? time > other.time : number > other.number;
    }
};

struct Waiting {
    int32_t case_class;
    double place;
    int64_t number;
    double joined;
    int32_t of_case, visit;
    bool operator<(const Waiting& other) const {
        if (case_class != other.case_class) return case_class > other.case_class;
        return place != other.place ? place > other.place : number > other.number;
    }
};

struct Held {
    double joined, started;
    int32_t of_case;
};

struct Visits {
    std::vector<double> columns[5];  // class, joined, started, with specialist, ended
    explicit Visits(size_t about) {
        for (auto& one : columns) one.reserve(about);
    }
    void add(int32_t case_class, double joined, double started, double beside, double ended) {
        const double row[] = {double(case_class), joined, started, beside, ended};
        for (int n = 0; n < 5; ++n) columns[n].push_back(row[n]);
    }
};

class Draws {
  public:
    Draws(const Workload& w, uint64_t seed)
        : w_(w), rng_(seed), gap_(w.reports_per_day), unit_(w.investigators, w.investigators + w.units),
          class_(w.class_shares, w.class_shares + w.classes), first_(1 / w.first_mean_days),
          search_(w.gamma_shape, w.follow_up_mean_days[0] / w.gamma_shape),
          report_(std::log(w.follow_up_mean_days[1]) - w.lognormal_sigma * w.lognormal_sigma / 2, w.lognormal_sigma),
          court_(w.gamma_shape, w.follow_up_mean_days[2] / w.gamma_shape) {}

    double gap_days() { return gap_(rng_); }

    Case report(double now) {
        Case one{unit_(rng_), class_(rng_), 1, now, {first_(rng_)}};
        if (w_.follow_ups && one.case_class > 0 && chance_(rng_) < w_.follow_up_share) {
            one.visits = kMostVisits;
            one.days[1] = search_(rng_);
            one.days[2] = report_(rng_);
            one.days[3] = court_(rng_);
        }
        return one;
    }

  private:
    const Workload& w_;
    std::mt19937_64 rng_;
    std::exponential_distribution<> gap_;
    std::discrete_distribution<> unit_, class_;
    std::exponential_distribution<> first_;
    std::uniform_real_distribution<> chance_;
    std::gamma_distribution<> search_;
    std::lognormal_distribution<> report_;
    std::gamma_distribution<> court_;
};

void simulate(const Workload& w, uint64_t seed, double end_days, bool by_arrival, Visits& visits) {
    Draws draws(w, seed);
    std::vector<Case> cases;
    cases.reserve(size_t(1.05 * w.reports_per_day * end_days));
    std::priority_queue<Event> events;
    std::vector<std::priority_queue<Waiting>> lines(w.units);
    std::vector<int32_t> free(w.investigators, w.investigators + w.units);
    std::deque<Held> held;
    int32_t specialists = w.specialists;
    int64_t number = 0;
    const int32_t last = kMostVisits - 1;
    double arrival = draws.gap_days();
    const auto begin = [&](const Held& who, double now, int32_t visit) {
        const Case& one = cases[who.of_case];
        const double ended = now + one.days[visit];
        visits.add(one.case_class, who.joined, who.started, visit == last ? now : kNone, ended);
        events.push({ended, number++, false, who.of_case, visit});
    };
    for (;;) {
        Event event;
        if (events.empty() || arrival <= events.top().time) {
            event = {arrival, 0, true, int32_t(cases.size()), 0};
            cases.push_back(draws.report(arrival));
            arrival += draws.gap_days();
        } else {
            event = events.top();
            events.pop();
        }
        const double now = event.time;
        if (now >= end_days) return;
        const Case& one = cases[event.of_case];
        auto& line = lines[one.unit];
        if (event.joins) {
            line.push({one.case_class, by_arrival ? one.arrived : now, number++, now, event.of_case, event.visit});
        } else {
            ++free[one.unit];
            if (event.visit == last) {
                ++specialists;
                if (!held.empty()) {
                    --specialists;
                    begin(held.front(), now, last);
                    held.pop_front();
                }
            } else if (event.visit + 1 < one.visits) {
                events.push({now + w.pause_days, number++, true, event.of_case, event.visit + 1});
            }
        }
        while (free[one.unit] > 0 && !line.empty()) {
            const Waiting next = line.top();
            line.pop();
            --free[one.unit];
            const Held who{next.joined, now, next.of_case};
            if (next.visit == last && specialists == 0) {
                held.push_back(who);
                continue;
            }
            if (next.visit == last) --specialists;
            begin(who, now, next.visit);
        }
    }
}

}  // namespace

extern "C" {

Visits* run(const Workload* workload, uint64_t seed, double end_days, bool by_arrival) {
    const double visits_a_case = workload->follow_ups ? 2 : 1.05;
    Visits* visits = new Visits(size_t(visits_a_case * workload->reports_per_day * end_days));
    simulate(*workload, seed, end_days, by_arrival, *visits);
    return visits;
}

int64_t count(const Visits* visits) { return int64_t(visits->columns[0].size()); }
const double* column(const Visits* visits, int n) { return visits->columns[n].data(); }
void release(Visits* visits) { delete visits; }
}
