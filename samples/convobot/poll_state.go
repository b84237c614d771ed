package main

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
)

// What is kept of polls is bounded: so many open polls of one conversation, and in all, and so many voters of one poll.
const (
	maxPollsHere = 20
	maxPolls     = 1000
	maxVoters    = 10_000
)

var (
	errSameVote   = errors.New("the vote is the one that the voter gave before")
	errPollClosed = errors.New("the poll is closed")
	errPollFull   = errors.New("the poll has as many voters as are kept")
)

// polls are the open polls of all conversations, oldest first. They are kept in memory, so a restart of the bot closes
// them all, without a result; a closed poll is not kept. It is safe for concurrent use.
type polls struct {
	mu   sync.Mutex
	open []*poll
}

// add opens a poll, and reports false if too many are open in its conversation. When there are too many in all, the
// oldest of them is given up as by a restart.
func (s *polls) add(p *poll) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	here := 0
	for _, other := range s.open {
		if other.place == p.place {
			here++
		}
	}
	if here >= maxPollsHere {
		return false
	}
	s.open = append(s.open, p)
	if len(s.open) > maxPolls {
		s.open = slices.Delete(s.open, 0, 1)
	}
	return true
}

// find returns the open poll with that id, or nil.
func (s *polls) find(id string) *poll {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.open {
		if p.id == id {
			return p
		}
	}
	return nil
}

// newest returns the newest open poll in a conversation, by that author or, if there is none, by anybody; or nil.
func (s *polls) newest(place proactive.Key, author string) *poll {
	s.mu.Lock()
	defer s.mu.Unlock()
	var others *poll
	for _, p := range slices.Backward(s.open) {
		switch {
		case p.place != place:
		case p.author == author:
			return p
		case others == nil:
			others = p
		}
	}
	return others
}

// remove drops a poll, and reports whether it was open.
func (s *polls) remove(p *poll) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.open, p)
	if i < 0 {
		return false
	}
	s.open = slices.Delete(s.open, i, i+1)
	return true
}

// poll is a question to the people of a conversation.
type poll struct {
	id         string
	place      proactive.Key // the conversation
	author     string        // as of actor
	authorName string
	voice      voice // the author's, in which everybody reads the card
	question   string
	options    []string

	mu        sync.Mutex
	messageID string         // of the card; "" until it is known
	votes     map[string]int // options by voter, as of actor
	counts    []int          // votes by option
	changes   int            // how often votes changed, closing included
	closed    bool

	updating chan struct{} // held by who updates the message
	tried    int           // changes that an update of the message had in it
}

// newPoll returns the poll of who acts in this turn, to the people of its conversation. Its id is new also to those who
// see cards from before a restart.
func newPoll(turn *framework.TurnContext, v voice, question string, options []string) *poll {
	return &poll{
		id: rand.Text(), place: conversation(turn), author: actor(turn), authorName: actorName(turn),
		voice: v, question: question, options: options,
		votes: make(map[string]int), counts: make([]int, len(options)), updating: make(chan struct{}, 1),
	}
}

// tally is the state of a poll at one instant.
type tally struct {
	counts  []int // votes by option
	total   int
	closed  bool
	changes int
}

func (p *poll) tally() tally {
	p.mu.Lock()
	defer p.mu.Unlock()
	return tally{counts: slices.Clone(p.counts), total: len(p.votes), closed: p.closed, changes: p.changes}
}

// vote gives a person's only vote to an option, or moves it there, and returns the number of the change. Its errors are
// errSameVote, errPollClosed and errPollFull.
func (p *poll) vote(voter string, option int) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, again := p.votes[voter]
	switch {
	case p.closed:
		return 0, errPollClosed
	case again && before == option:
		return 0, errSameVote
	case again:
		p.counts[before]--
	case len(p.votes) >= maxVoters:
		return 0, errPollFull
	}
	p.votes[voter] = option
	p.counts[option]++
	p.changes++
	return p.changes, nil
}

// close ends the voting and returns the number of that change.
func (p *poll) close() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.changes++
	return p.changes
}

// posted says which message the card is.
func (p *poll) posted(messageID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.messageID = messageID
}

// seen says the same, unless it is known: a vote may be here before the channel has said which message was posted.
func (p *poll) seen(messageID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.messageID == "" {
		p.messageID = messageID
	}
}

func (p *poll) message() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.messageID
}

// update shows everyone the poll as it is, with the change of that number in it.
//
// Updates of one poll are sent one after the other, each with all that has changed until then: however many vote at
// once, the last update shows every vote, and each voter waits for two at most, the one under way and the next. That
// next one is not tried again by those who waited for it, so that a channel which refuses is not asked by each of them;
// the next change is.
func (p *poll) update(ctx context.Context, turn *framework.TurnContext, change int) error {
	select {
	case p.updating <- struct{}{}:
		defer func() { <-p.updating }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	id := p.message()
	if id == "" || p.tried >= change {
		return nil
	}
	now := p.tally()
	p.tried = now.changes
	a := p.activity(now)
	a.ID = id
	_, err := turn.UpdateActivity(ctx, a)
	return err
}
