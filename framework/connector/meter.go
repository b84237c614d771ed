package connector

import "time"

// maxTimes is how many times a counter remembers of one rate, at 8 bytes each.
const maxTimes = 64

// meter counts the requests of one conversation or tenant against several rates. It remembers when requests were made,
// or are going to be, as the time since some beginning. It is not safe for concurrent use.
//
// The rates are of windows: so many in any second. A token bucket, as that of golang.org/x/time/rate, lets through its
// burst and what was filled up meanwhile, almost twice as much; to be safe it would have to be half as large.
type meter struct {
	counters []counter     // one for each rate
	last     time.Duration // the last request
	kept     time.Duration // when it was last put into the cache
}

func newMeter(rates int) *meter { return &meter{counters: make([]counter, rates)} }

// counter remembers the last requests of one rate in a ring: each of them, or of a large rate each group of some, by
// its last. So it never counts too few, and of a large rate a group too many at most.
type counter struct {
	times  []time.Duration
	oldest int // index, once the ring is full
	open   int // requests in the newest group that is not full, or 0
}

// group returns how many requests a counter of the rate takes as one, and how many groups the rate allows.
func (r Rate) group() (size, count int) {
	size = (r.Count-1)/maxTimes + 1
	return size, r.Count / size
}

// next returns when the next request may be made: now, or later. Requests are let through in the order in which they
// asked.
func (m *meter) next(rates []Rate, now time.Duration) time.Duration {
	next := max(now, m.last)
	for i, rate := range rates {
		c := &m.counters[i]
		if _, count := rate.group(); c.open == 0 && len(c.times) == count {
			next = max(next, c.times[c.oldest]+rate.Per)
		}
	}
	return next
}

// add counts a request at a time that next returned.
func (m *meter) add(rates []Rate, at time.Duration) {
	m.last = at
	for i, rate := range rates {
		size, count := rate.group()
		m.counters[i].add(at, size, count)
	}
}

func (c *counter) add(at time.Duration, size, count int) {
	switch {
	case c.open > 0:
		c.times[(c.oldest+len(c.times)-1)%len(c.times)] = at
	case len(c.times) < count:
		c.times = append(c.times, at)
	default:
		c.times[c.oldest] = at
		c.oldest = (c.oldest + 1) % count
	}
	c.open = (c.open + 1) % size
}
