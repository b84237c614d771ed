package proactive

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// Audience says whom a message is for. Everything that is set must hold; the zero value is every person that the bot
// remembers, each once and in private.
//
// TeamID and ConversationID address a place instead of people: the message is posted there once.
//
// Who cannot be reached, or does not want to hear from the bot, is no recipient; see [Members].
//
// An Audience is data: its JSON has the names below, so that it can stand in a file or come from a form. A name that is
// not known is an error there, for it would be meant to leave somebody out.
type Audience struct {
	Users      []string          `json:"users,omitempty"`      // ids on the channel or Entra object ids; empty for everyone
	TenantID   string            `json:"tenantId,omitempty"`   // organization
	MemberOf   string            `json:"memberOf,omitempty"`   // id of a team that they were met in
	Role       string            `json:"role,omitempty"`       // RoleMember leaves out guests, RoleGuest all others; who is not known to be a guest is a member
	Locale     string            `json:"locale,omitempty"`     // language: pt is also pt-BR, and pt-BR is not pt-PT
	Topic      string            `json:"topic,omitempty"`      // followed by them
	SeenSince  time.Time         `json:"seenSince,omitzero"`   // heard of since then; up to an hour may be missing, see [Remember]
	Attributes map[string]string `json:"attributes,omitempty"` // [Record].Attributes that they have, with these values

	// OrUnknownLocale takes in, besides who speaks Locale, whose language is not known: the fallback of a message in
	// several languages.
	OrUnknownLocale bool `json:"orUnknownLocale,omitzero"`

	TeamID         string `json:"teamId,omitempty"`         // the General channel of this team
	ConversationID string `json:"conversationId,omitempty"` // this Teams channel (not one of its threads) or group chat
	Threads        bool   `json:"threads,omitzero"`         // with either: its threads too, as far as the bot was in them

	Any    []Audience `json:"any,omitempty"`    // who is in at least one of these; places too, if they address some
	Except []Audience `json:"except,omitempty"` // and in none of these

	// Unreachable takes in who is believed not to get messages, and Quiet whom the hour or a pause of their own keeps
	// from getting them now. Who opted out is never taken in. Both count of the outermost audience only.
	Unreachable bool `json:"unreachable,omitzero"`
	Quiet       bool `json:"quiet,omitzero"`
}

// maxNesting is how deep audiences may stand in audiences.
const maxNesting = 8

// UnmarshalJSON reads an audience. The error says which member is not known or does not fit. A list of users, or any, that
// is there but empty is an error too: it was meant for nobody, and would be for everyone.
func (a *Audience) UnmarshalJSON(data []byte) error {
	type plain Audience
	read := plain{}
	if nesting(data) > 2*maxNesting {
		return &audienceError{fmt.Sprintf("more than %d audiences inside each other", maxNesting)}
	}
	if err := wire.Unmarshal(data, &read, wire.RefuseUnknown(true)); err != nil {
		problem := wire.ProblemOf(err).String()
		if inner, ok := errors.AsType[*audienceError](err); ok {
			problem += ": " + inner.problem
		}
		return &audienceError{problem}
	}
	switch {
	case read.Users != nil && len(read.Users) == 0:
		return &audienceError{`"users" is empty: leave it out for everyone`}
	case read.Any != nil && len(read.Any) == 0:
		return &audienceError{`"any" is empty: leave it out for everyone`}
	}
	*a = Audience(read)
	return nil
}

// audienceError says why an audience cannot be read.
type audienceError struct{ problem string }

// Error returns the problem.
func (e *audienceError) Error() string { return "proactive: audience: " + e.problem }

// nesting returns how many objects and arrays stand inside each other.
func nesting(data []byte) int {
	depth, deepest, quoted, escaped := 0, 0, false, false
	for _, c := range data {
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted, escaped = c != '"', c == '\\'
		case c == '"':
			quoted = true
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// Includes reports whether the record's person or place belongs to the audience. Whether they want to hear from the bot,
// and can be reached, is another question; see [Members].
func (a Audience) Includes(r Record) bool {
	among, dropped := a.compile().judge(r)
	return among && dropped == ""
}

// matcher is an audience that is made ready for many records.
type matcher struct {
	Audience

	users       map[string]bool
	any, except []matcher
}

func (a Audience) compile() matcher {
	m := matcher{Audience: a, users: make(map[string]bool, len(a.Users))}
	for _, id := range a.Users {
		m.users[guid.Fold(id)] = true
	}
	delete(m.users, "")
	for _, inner := range a.Any {
		m.any = append(m.any, inner.compile())
	}
	for _, inner := range a.Except {
		m.except = append(m.except, inner.compile())
	}
	return m
}

// judge reports whether a record is among those that the audience is about; and if it is, why it is dropped, or "".
func (m matcher) judge(r Record) (among bool, dropped Drop) {
	if !m.isAbout(r) {
		return false, ""
	}
	if len(m.any) > 0 {
		if among, dropped = m.judgeAny(r); !among || dropped != "" {
			return among, dropped
		}
	}
	isExcepted := func(except matcher) bool {
		among, dropped := except.judge(r)
		return among && dropped == ""
	}
	switch {
	case m.Role != "" && m.Role != cmp.Or(r.Person.Role, RoleMember):
		return true, DropRole
	case m.Locale != "" && r.Locale() == "" && !m.OrUnknownLocale:
		return true, DropUnknownLocale
	case m.Locale != "" && r.Locale() != "" && !speaks(r.Locale(), m.Locale):
		return true, DropLocale
	case m.Topic != "" && !slices.Contains(r.Preferences.Topics, m.Topic):
		return true, DropTopic
	case !m.SeenSince.IsZero() && r.SeenAt.Before(m.SeenSince):
		return true, DropNotSeen
	case slices.ContainsFunc(m.except, isExcepted):
		return true, DropExcepted
	}
	return true, ""
}

// isAbout reports whether a record is one of those that the audience names: by id, place, organization or attribute.
func (m matcher) isAbout(r Record) bool {
	switch {
	case m.TeamID != "" || m.ConversationID != "":
		if r.IsPerson() || r.Key.isTenant() || r.Key.ThreadID != "" && !m.Threads {
			return false
		}
	case len(m.any) > 0:
	case !r.IsPerson():
		return false
	}
	return (m.TeamID == "" || r.Key.ConversationID == m.TeamID) &&
		(m.ConversationID == "" || r.Key.ConversationID == m.ConversationID) &&
		(m.TenantID == "" || r.Key.TenantID == guid.Fold(m.TenantID)) &&
		(m.MemberOf == "" || slices.Contains(r.Person.Teams, m.MemberOf)) &&
		(len(m.Users) == 0 || m.names(r)) &&
		m.hasAttributes(r)
}

// judgeAny judges by the inner audience that takes the record in, or else the first that is about it.
func (m matcher) judgeAny(r Record) (among bool, dropped Drop) {
	for _, inner := range m.any {
		is, why := inner.judge(r)
		if is && why == "" {
			return true, ""
		}
		if is && !among {
			among, dropped = true, why
		}
	}
	return among, dropped
}

func (m matcher) names(r Record) bool {
	ids := r.ids()
	return slices.ContainsFunc(ids[:], func(id string) bool { return m.users[guid.Fold(id)] })
}

func (m matcher) hasAttributes(r Record) bool {
	for name, value := range m.Attributes {
		if has, ok := r.Attributes[name]; !ok || has != value {
			return false
		}
	}
	return true
}

// speaks reports whether the language tag is the wanted one or a narrower one.
func speaks(tag, wanted string) bool {
	if len(tag) > len(wanted) && tag[len(wanted)] == '-' {
		tag = tag[:len(wanted)]
	}
	return strings.EqualFold(tag, wanted)
}

// stranger returns the address of a person of whom only an id is known, to be written to like another of the bot's
// recipients. Teams takes an Entra object id in place of its own id.
func stranger(key Key, like schema.ConversationReference) schema.ConversationReference {
	return schema.ConversationReference{
		User:         schema.ChannelAccount{ID: key.UserID},
		Bot:          like.Bot,
		ChannelID:    key.ChannelID,
		ServiceURL:   like.ServiceURL,
		Conversation: schema.ConversationAccount{TenantID: key.TenantID},
	}
}
