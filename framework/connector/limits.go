package connector

import (
	"errors"
	"strings"
	"time"
)

// Rate is how many requests are taken in any period of a length. One that is not positive is no limit; a period longer than
// a year counts as a year.
type Rate struct {
	Count int
	Per   time.Duration
}

// Limits are how much a channel takes from one bot before it answers 429.
type Limits struct {
	// Conversation bounds the messages to one conversation. A channel of Teams with all its threads is one, and a new
	// thread is a message to it.
	Conversation []Rate
	// Reaction bounds the reactions to the messages of one conversation, those that are taken back included.
	Reaction []Rate
	// Tenant bounds all requests in one tenant, as far as it is known: from the activity, or from the turn that
	// [FromTurn] was given.
	Tenant []Rate
	// Hosts are those of the service URLs where the limits hold; none means everywhere.
	Hosts []string
}

// TeamsLimits returns what Teams publishes, for the hosts of its public and government clouds. Teams may change it, and
// counts some things that a bot cannot see, such as messages that it splits: a 429 is still possible.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
func TeamsLimits() Limits {
	return Limits{
		Conversation: []Rate{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1800, time.Hour}},
		Reaction:     []Rate{{2, time.Second}},
		Tenant:       []Rate{{50, time.Second}},
		Hosts: []string{
			teamsHost, gccHost, "smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us",
		},
	}
}

const (
	teamsHost = "smba.trafficmanager.net"
	gccHost   = "smba.infra.gcc.teams.microsoft.com"
)

// ErrOverBudget is in the chain of a [framework.ChannelError] of class RetryLater when the bot itself held a request
// back, because the channel's limits would have been exceeded for longer than the request may wait. Nothing was sent.
var ErrOverBudget = errors.New("over the channel's limit")

// hold reports whether the limits hold at a base URL.
func (l *Limits) hold(base string) bool {
	if len(l.Conversation) == 0 && len(l.Reaction) == 0 && len(l.Tenant) == 0 {
		return false
	}
	if len(l.Hosts) == 0 {
		return true
	}
	_, rest, _ := strings.Cut(base, "://")
	authority, _, _ := strings.Cut(rest, "/")
	for _, host := range l.Hosts {
		if len(authority) < len(host) || !strings.EqualFold(authority[:len(host)], host) {
			continue
		}
		port := strings.TrimPrefix(authority[len(host):], ".") // the same host, by its full name
		if port == "" || port[0] == ':' {
			return true
		}
	}
	return false
}
