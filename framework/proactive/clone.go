package proactive

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Clone returns a record that shares nothing with r: for stores, which take and give copies.
func (r Record) Clone() Record {
	r.Attributes, r.Origin = maps.Clone(r.Attributes), bytes.Clone(r.Origin)
	r.Person.Teams, r.Reach.Refused = slices.Clone(r.Person.Teams), slices.Clone(r.Reach.Refused)
	r.Preferences.Topics = slices.Clone(r.Preferences.Topics)
	r.Preferences.OptedOut = maps.Clone(r.Preferences.OptedOut)
	r.Notices = maps.Clone(r.Notices)
	for topic, state := range r.Notices {
		state.Waiting = slices.Clone(state.Waiting)
		for i := range state.Waiting {
			state.Waiting[i].Body = bytes.Clone(state.Waiting[i].Body)
		}
		r.Notices[topic] = state
	}
	ref := &r.Reference
	for _, extra := range []*map[string]json.RawMessage{&ref.Extra, &ref.User.Extra, &ref.Bot.Extra, &ref.Conversation.Extra} {
		*extra = maps.Clone(*extra)
		for name, value := range *extra {
			(*extra)[name] = bytes.Clone(value)
		}
	}
	return r
}
