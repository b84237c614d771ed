package playground

import (
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// state is what the page shows besides messages. Of crowds it has the first only; see serveMembers for the others.
type state struct {
	Start         string                `json:"start"` // differs from one start of the playground to the next
	Bot           schema.ChannelAccount `json:"bot"`
	BotURL        string                `json:"botUrl"`
	ServiceURL    string                `json:"serviceUrl"`
	TenantID      string                `json:"tenantId"`
	Tenants       []tenant              `json:"tenants"` // the first is that of tenantId
	People        []person              `json:"people"`
	PeopleCount   int                   `json:"peopleCount"`
	Conversations []conversation        `json:"conversations"`
	Entries       int                   `json:"entries"`   // that happened so far
	Exchanges     int                   `json:"exchanges"` // that there were so far
	Troubles      troubles              `json:"troubles"`
	Manifest      *manifest             `json:"manifest,omitempty"` // see [Config.Manifest]
}

type tenant struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type person struct {
	ID          string `json:"id"`
	AADObjectID string `json:"aadObjectId"`
	Name        string `json:"name"`
	Locale      string `json:"locale"`
	TimeZone    string `json:"timeZone"`
	TenantID    string `json:"tenantId"`
	Guest       bool   `json:"guest,omitempty"`
	Blocked     bool   `json:"blocked,omitempty"` // the bot
	Unreachable bool   `json:"unreachable,omitempty"`
}

type conversation struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"` // personal, groupChat or channel
	Name      string   `json:"name"`
	TeamID    string   `json:"teamId,omitempty"`
	TeamName  string   `json:"teamName,omitempty"`
	Kind      string   `json:"kind,omitempty"` // of a channel
	With      string   `json:"with,omitempty"` // of a personal chat
	MeetingID string   `json:"meetingId,omitempty"`
	TenantID  string   `json:"tenantId"`
	Installed bool     `json:"installed"`
	Archived  bool     `json:"archived,omitempty"`
	Deleted   bool     `json:"deleted,omitempty"`
	Members   []string `json:"members"` // the first of them
	Count     int      `json:"count"`

	SharedWith []string `json:"sharedWith,omitempty"` // of a shared channel: the ids of the teams
	Running    bool     `json:"running,omitempty"`    // of a meeting
	Present    []string `json:"present,omitempty"`    // in the meeting now
}

func (p *Playground) serveState(w http.ResponseWriter, _ *http.Request) {
	s := state{
		Start: p.start(), Bot: p.world.Bot(), BotURL: p.cfg.Bot, ServiceURL: p.ServiceURL(), TenantID: p.world.TenantID(),
		Entries: p.world.Happened(), Exchanges: p.traffic.count(), Troubles: p.troubles(), Manifest: p.manifest,
	}
	for _, one := range p.world.Tenants() {
		s.Tenants = append(s.Tenants, tenant(one))
	}
	people := p.world.People()
	s.PeopleCount = len(people)
	for _, one := range people[:min(len(people), maxMembers)] {
		s.People = append(s.People, p.personOf(one))
	}
	for _, one := range p.world.Conversations() {
		c := conversation{
			ID: one.ID, Type: one.Type, Name: one.Name, TeamID: one.TeamID, TeamName: one.TeamName, Kind: one.Kind, With: one.With,
			MeetingID: one.MeetingID, TenantID: one.TenantID, Installed: one.Installed, Archived: one.Archived, Deleted: one.Deleted, Count: one.Members,
		}
		members, _ := p.world.MembersPage(one.ID, 0, maxMembers)
		for _, member := range members {
			c.Members = append(c.Members, member.ID)
		}
		for _, team := range one.SharedWith {
			c.SharedWith = append(c.SharedWith, team.ID)
		}
		var present []world.Person
		c.Running, present = p.world.MeetingNow(one.MeetingID)
		for _, who := range present {
			c.Present = append(c.Present, who.ID)
		}
		s.Conversations = append(s.Conversations, c)
	}
	answer(w, s, nil)
}

func (p *Playground) personOf(one world.Person) person {
	return person{
		ID: one.ID, AADObjectID: one.AADObjectID, Name: one.Name, Locale: one.Locale,
		TimeZone: one.TimeZone, TenantID: one.TenantID, Guest: one.Guest, Blocked: p.world.Blocked(one), Unreachable: !p.world.CanReach(one),
	}
}

const (
	maxMembers = 200 // of a conversation or of the organization, in the state
	found      = 20  // of a search

	membersAtATime = 500
	maxLookedAt    = 1_000_000 // people of one search; a crowd may have more
)

// serveMembers answers with the people whose name has a part that begins as asked for: of a conversation, as far as it is
// looked through, or of the whole organization if none is given. Those whose name begins so are the first. If an id is given, it is that person alone.
func (p *Playground) serveMembers(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if id := q.Get("id"); id != "" {
		people := []person{}
		if one, ok := p.world.Person(id); ok {
			people = append(people, p.personOf(one))
		}
		answer(w, people, nil)
		return
	}
	limit, err := number(r, "limit", found)
	if err != nil {
		answer(w, nil, err)
		return
	}
	limit = min(limit, maxMembers)
	first, others := make([]person, 0, limit), []person(nil)
	looked := 0
	for one := range p.candidates(q.Get("conversation")) {
		switch begins(one.Name, q.Get("name")) {
		case wholeName:
			first = append(first, p.personOf(one))
		case partOfName:
			if len(others) < limit {
				others = append(others, p.personOf(one))
			}
		}
		if looked++; len(first) == limit || looked == maxLookedAt || r.Context().Err() != nil {
			break
		}
	}
	first = append(first, others...)
	answer(w, first[:min(len(first), limit)], nil)
}

// candidates are the people of a conversation, or of the organization if it is "": a few at a time, since crowds are worked
// out and not kept.
func (p *Playground) candidates(conversationID string) iter.Seq[world.Person] {
	if conversationID == "" {
		return slices.Values(p.world.People())
	}
	return func(yield func(world.Person) bool) {
		for start, more := 0, true; more; more = start != 0 {
			var some []world.Person
			some, start = p.world.MembersPage(conversationID, start, membersAtATime)
			for _, one := range some {
				if !yield(one) {
					return
				}
			}
		}
	}
}

// How a name can fit to what is looked for.
const (
	noName = iota
	partOfName
	wholeName
)

// begins reports whether a name, or a word of it, begins with some letters.
func begins(name, letters string) int {
	name, letters = strings.ToLower(name), strings.ToLower(strings.TrimSpace(letters))
	switch {
	case strings.HasPrefix(name, letters):
		return wholeName
	case strings.Contains(name, " "+letters), strings.Contains(name, "-"+letters):
		return partOfName
	}
	return noName
}
