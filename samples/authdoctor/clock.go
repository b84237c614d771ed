package main

import (
	"fmt"
	"time"
)

// How far the clock may be off: the tolerance of package auth, and what is worth a note.
const (
	tolerated = 5 * time.Minute
	notable   = time.Minute
)

// checkClock compares this machine's clock with the identity service's.
func (s *services) checkClock(found *report) {
	const check = "clock"
	off, seen := s.link.clockAhead()
	side := "ahead"
	if off < 0 {
		off, side = -off, "behind"
	}
	a := advice{
		says:  fmt.Sprintf("This machine's clock is %d minutes %s.", int(off.Round(time.Minute).Minutes()), side),
		cause: "A token is valid from one time to another, give or take 5 minutes. A virtual machine or laptop that slept, or no time service.",
		fix:   "Let the machine set its clock by NTP (timedatectl on Linux, w32tm on Windows; in WSL and containers it is the host's).",
	}
	switch {
	case !seen: // nobody answered, which is a problem of its own
	case off > tolerated:
		found.problem(check, a, "")
	case off > notable:
		found.note(check, a)
	default:
		found.ok(check, "This machine's clock is right.")
	}
}
