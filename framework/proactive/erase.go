package proactive

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
)

// Erased is what was erased of a person, for other stores to follow: their state, transcripts, alarms.
type Erased struct {
	Deleted       []Key    // records of the person
	Changed       []Key    // records of conversations and organizations that named them
	Users         []string // every id that they were known by, the one that was asked for among them
	Conversations []string // ids of their private conversations
}

// ErasePerson deletes what the store has of a person: their records, and where they are named in others', their name there.
// The filter's UserID names them by either id, and its other fields may narrow down where; without a UserID nothing is
// done. Every record that the filter lets through without it is read.
//
// What the bot wrote of them into Attributes and Notices of others is the bot's to find. A person who is heard of again is
// remembered again. The error is the store's: what is returned besides was erased, and erasing again is safe.
func ErasePerson(ctx context.Context, store Store, filter Filter) (Erased, error) {
	var erased Erased
	if filter.UserID == "" {
		return erased, nil
	}
	names := map[string]bool{guid.Fold(filter.UserID): true}
	for r, err := range store.All(ctx, filter) {
		if err != nil {
			return erased, err
		}
		for _, name := range r.Names() {
			names[name] = true
		}
		if id := r.Reference.Conversation.ID; id != "" && !slices.Contains(erased.Conversations, id) {
			erased.Conversations = append(erased.Conversations, id)
		}
		erased.Deleted = append(erased.Deleted, r.Key)
	}
	erased.Users = slices.Sorted(maps.Keys(names))
	filter.UserID = ""
	err := updateEach(ctx, store, filter, func(r *Record) bool {
		if !r.forget(names) {
			return false
		}
		if !slices.Contains(erased.Changed, r.Key) {
			erased.Changed = append(erased.Changed, r.Key)
		}
		return true
	})
	if err != nil {
		return erased, err
	}
	for i, key := range erased.Deleted {
		if err := store.Delete(ctx, key); err != nil {
			erased.Deleted = erased.Deleted[:i] // last, so that who is erased again is found by all their ids
			return erased, err
		}
	}
	return erased, nil
}

// forget removes somebody from a record that is not theirs, and reports whether it named them.
func (r *Record) forget(names map[string]bool) bool {
	if r.IsPerson() {
		return false
	}
	isNamed := func(id string) bool { return id != "" && names[guid.Fold(id)] }
	named := false
	if isNamed(r.Reference.User.ID) || isNamed(r.Reference.User.AADObjectID) {
		r.Reference.User, r.Reference.Locale, named = schema.ChannelAccount{}, "", true
	}
	for name := range names {
		if bytes.Contains(bytes.ToLower(r.Origin), bytes.ToLower([]byte(name))) {
			r.Origin, named = nil, true
		}
	}
	if slices.ContainsFunc(r.Reach.Refused, isNamed) {
		r.Reach.Refused, named = slices.DeleteFunc(slices.Clone(r.Reach.Refused), isNamed), true
	}
	if named {
		r.touch(time.Now())
	}
	return named
}

// EraseTenant deletes every record of an organization, for every bot that the store knows, and returns how many. Each,
// which may be nil, is called with a record before that is deleted, for other stores to follow; its error ends it.
// Without a tenant nothing is done. Erasing again goes on where an error ended it.
func EraseTenant(ctx context.Context, store Store, tenantID string, each func(Record) error) (int, error) {
	n := 0
	if tenantID == "" {
		return n, nil
	}
	for r, err := range store.All(ctx, Filter{TenantID: guid.Fold(tenantID)}) {
		if err != nil {
			return n, err
		}
		if each != nil {
			if err := each(r); err != nil {
				return n, err
			}
		}
		if err := store.Delete(ctx, r.Key); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
