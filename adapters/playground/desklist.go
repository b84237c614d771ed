package playground

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

const (
	maxListed  = 200    // records in one answer
	maxScanned = 20_000 // records that are read for it
)

// deskList is a part of whom the bot remembers.
type deskList struct {
	Connected bool         `json:"connected"`
	Records   []remembered `json:"records"`
	Next      string       `json:"next,omitempty"` // the key to go on after; "" at the end
	Locales   []string     `json:"locales"`        // of those that were read, whether they fit or not
	Tenants   []string     `json:"tenants"`        // likewise
}

// remembered is a [proactive.Record] for the page.
type remembered struct {
	Key          string    `json:"key"`
	Kind         string    `json:"kind"` // person, chat, meeting, channel or thread
	Name         string    `json:"name"`
	In           string    `json:"in,omitempty"` // the team
	Conversation string    `json:"conversation,omitempty"`
	Locale       string    `json:"locale,omitempty"`
	TimeZone     string    `json:"timeZone,omitempty"`
	TenantID     string    `json:"tenantId,omitempty"`
	Guest        bool      `json:"guest,omitempty"`
	Unreachable  string    `json:"unreachable,omitempty"` // why nothing arrives, as far as is known
	OptedOut     bool      `json:"optedOut,omitempty"`
	SeenAt       time.Time `json:"seenAt,omitzero"`
	SentAt       time.Time `json:"sentAt,omitzero"`

	ids []string // by which it is found too
}

func (p *Playground) serveDesk(w http.ResponseWriter, r *http.Request) {
	d := p.desk.Load()
	if d == nil {
		answer(w, deskList{}, nil)
		return
	}
	list, err := p.listDesk(r.Context(), d, r.URL.Query())
	answer(w, list, err)
}

func (p *Playground) listDesk(ctx context.Context, d *Desk, q url.Values) (deskList, error) {
	filter := proactive.Filter{AppID: d.AppID, ChannelID: schema.ChannelTeams, TenantID: q.Get("tenant")}
	if after := q.Get("after"); after != "" {
		var err error
		if filter.After, err = readKey(after); err != nil {
			return deskList{}, err
		}
	}
	list := deskList{Connected: true, Records: []remembered{}, Locales: []string{}, Tenants: []string{}}
	reader := reading{world: p.world, desk: d, disabled: make(map[string]bool)}
	scanned := 0
	for record, err := range d.Store.All(ctx, filter) {
		if err != nil {
			return list, err
		}
		scanned++
		if len(list.Records) == maxListed || scanned > maxScanned {
			return list, nil
		}
		list.Next = writeKey(record.Key)
		if !p.isHere(record) {
			continue
		}
		one, err := reader.remembered(ctx, record)
		if err != nil {
			return list, err
		}
		list.Locales, list.Tenants = known(list.Locales, one.Locale), known(list.Tenants, one.TenantID)
		if one.fits(q) {
			list.Records = append(list.Records, one)
		}
	}
	list.Next = ""
	return list, nil
}

// known keeps what there is in order, each once.
func known(all []string, one string) []string {
	i, found := slices.BinarySearch(all, one)
	if found || one == "" {
		return all
	}
	return slices.Insert(all, i, one)
}

// reading makes records readable.
type reading struct {
	world    *world.World
	desk     *Desk
	disabled map[string]bool // organizations, by id
}

func (in reading) remembered(ctx context.Context, r proactive.Record) (remembered, error) {
	one := remembered{
		Key: writeKey(r.Key), Conversation: r.Reference.Conversation.ID, Locale: r.Locale(), TimeZone: r.Person.TimeZone,
		TenantID: r.Key.TenantID, Guest: r.Person.Role == proactive.RoleGuest, Unreachable: whyNot(r),
		OptedOut: r.Preferences.HasOptedOut(""), SeenAt: r.SeenAt, SentAt: r.Reach.SentAt,
		ids: []string{r.Key.UserID, r.Reference.User.ID, r.Key.ConversationID, r.Reference.Conversation.ID},
	}
	place, _ := in.world.Conversation(r.Key.ConversationID)
	switch {
	case r.IsPerson():
		who, _ := in.world.Person(r.Key.UserID) // what the bot heard of them may have had no name
		one.Kind, one.Name = "person", cmp.Or(who.Name, r.Reference.User.Name)
	case r.Key.ThreadID != "":
		one.Kind, one.Name = "thread", "Thread in "+channelName(r)
	case r.TeamID != "":
		one.Kind, one.Name = "channel", channelName(r)
	case r.Place.MeetingID != "" || place.MeetingID != "":
		one.Kind, one.Name = "meeting", place.Name
	default:
		one.Kind, one.Name = "chat", place.Name
	}
	if !r.IsPerson() {
		one.In = cmp.Or(r.Place.TeamName, place.TeamName)
	}
	one.Name = cmp.Or(one.Name, r.Key.UserID, r.Key.ConversationID)
	if one.Unreachable == "" {
		off, err := in.isDisabled(ctx, r.Key.Tenant())
		if err != nil {
			return one, err
		}
		if off {
			one.Unreachable = refusedBecause(proactive.ReachDisabled)
		}
	}
	return one, nil
}

func channelName(r proactive.Record) string { return cmp.Or(r.Place.ChannelName, "General") }

// isDisabled reports whether an administrator disabled the bot for an organization.
func (in reading) isDisabled(ctx context.Context, tenant proactive.Key) (bool, error) {
	off, known := in.disabled[tenant.TenantID]
	if known {
		return off, nil
	}
	record, err := in.desk.Store.Load(ctx, tenant)
	if err != nil && !errors.Is(err, proactive.ErrNotFound) {
		return false, err
	}
	off = err == nil && !record.Reachable()
	in.disabled[tenant.TenantID] = off
	return off, nil
}

// refusedBecause says what the channel answered to the last messages.
func refusedBecause(state proactive.ReachState) string {
	switch state {
	case proactive.ReachBlocked:
		return "blocked the bot"
	case proactive.ReachDisabled:
		return "disabled by an administrator"
	case proactive.ReachNotInstalled:
		return "the bot is not installed"
	case proactive.ReachNotFound:
		return "the conversation is gone"
	case proactive.ReachSuspect:
		return "the conversation is gone, twice"
	case proactive.ReachOK:
	}
	return string(state)
}

// whyNot says why nothing arrives, or "".
func whyNot(r proactive.Record) string {
	switch {
	case r.Reachable():
		return ""
	case r.Install.State != proactive.Removed:
		return refusedBecause(r.Reach.State)
	}
	switch r.Install.Reason {
	case proactive.ReasonTeamDeleted:
		return "the team was deleted"
	case proactive.ReasonTeamArchived:
		return "the team is archived"
	case proactive.ReasonChannelDeleted:
		return "the channel was deleted"
	}
	return "the bot was removed"
}

// fits reports whether a record is one of those that are looked for.
func (r remembered) fits(q url.Values) bool {
	text, locale := strings.TrimSpace(q.Get("text")), q.Get("locale")
	isID := func(id string) bool { return strings.EqualFold(id, text) }
	switch {
	case text != "" && !strings.Contains(strings.ToLower(r.Name+"\n"+r.In), strings.ToLower(text)) && !slices.ContainsFunc(r.ids, isID),
		q.Get("kind") != "" && q.Get("kind") != r.Kind,
		locale != "" && !strings.EqualFold(locale, r.Locale) && !strings.HasPrefix(strings.ToLower(r.Locale), strings.ToLower(locale)+"-"),
		q.Get("reachable") == "yes" && r.Unreachable != "",
		q.Get("reachable") == "no" && r.Unreachable == "":
		return false
	}
	return true
}
