package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/convobot/convo/framework"
)

// maxVoters is how many voters of one poll are kept; with so many, a poll takes some 230 KB.
const maxVoters = 10_000

var (
	errSameVote   = errors.New("the vote is the one that the voter gave before")
	errPollClosed = errors.New("the poll is closed")
	errPollFull   = errors.New("the poll has as many voters as are kept")
)

// poll is a question to the people of a conversation, as it is stored.
type poll struct {
	ID         string         `json:"id"`     // as of newPollID
	Place      string         `json:"place"`  // the conversation, as of placeID
	Author     string         `json:"author"` // as of actor
	AuthorName string         `json:"authorName"`
	Language   string         `json:"language"` // the author's, in which everybody reads the card
	Question   string         `json:"question"`
	Options    []string       `json:"options"`
	OpenedAt   time.Time      `json:"openedAt"`
	MessageID  string         `json:"messageId,omitempty"` // of the card; "" until it is known
	Votes      map[string]int `json:"votes,omitempty"`     // options by voter, as of voterID
	Changes    int            `json:"changes"`             // how often votes changed, closing included
	Closed     bool           `json:"closed,omitempty"`    // its result is being told

	voice voice
}

// newPoll returns the poll of who acts in this turn, to the people of its conversation.
func newPoll(turn *framework.TurnContext, v voice, question string, options []string) *poll {
	place := placeOfPolls(turn)
	return &poll{
		ID: newPollID(place), Place: place, Author: actor(turn), AuthorName: actorName(turn), OpenedAt: time.Now(),
		Language: v.language, Question: question, Options: options, voice: v,
	}
}

// tally returns the votes by option.
func (p *poll) tally() []int {
	counts := make([]int, len(p.Options))
	for _, option := range p.Votes {
		counts[option]++
	}
	return counts
}

// vote gives a person's only vote to an option, or moves it there. Its errors are errSameVote, errPollClosed and
// errPollFull.
func (p *poll) vote(voter string, option int) error {
	id := p.voterID(voter)
	before, again := p.Votes[id]
	switch {
	case p.Closed:
		return errPollClosed
	case again && before == option:
		return errSameVote
	case !again && len(p.Votes) >= maxVoters:
		return errPollFull
	case p.Votes == nil:
		p.Votes = make(map[string]int)
	}
	p.Votes[id] = option
	p.Changes++
	return nil
}

// close ends the voting. That it has ended is no error: whoever did so may not have come to tell the result.
func (p *poll) close() error {
	if !p.Closed {
		p.Closed = true
		p.Changes++
	}
	return nil
}

// voterID stands for a person's id among the votes: that may be long, and this is short.
func (p *poll) voterID(actor string) string { return digest(p.ID, actor)[:16] } // 96 bits

// digest makes one short text of several.
func digest(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
