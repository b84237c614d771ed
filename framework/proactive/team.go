package proactive

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/convobot/convo/framework/internal/guid"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// change is what an activity says of the bot's being somewhere.
type change string

// The changes; those that end it are the Reason constants.
const (
	unchanged  change = ""
	installed  change = "installed"
	unarchived change = "unarchived"
	restored   change = "restored"
)

// changeOf returns what an activity changes.
func changeOf(a *schema.Activity, eventType string) change {
	switch a.Type {
	case schema.TypeInstallationUpdate:
		return installation(a.Action)
	case schema.TypeConversationUpdate:
		isBot := func(m schema.ChannelAccount) bool { return m.ID == a.Recipient.ID }
		switch {
		case slices.ContainsFunc(a.MembersRemoved, isBot):
			return ReasonUninstalled
		case slices.ContainsFunc(a.MembersAdded, isBot):
			return installed
		}
		return teamChange(eventType)
	}
	return unchanged
}

// installation returns what an installation update changes. The remove-upgrade of a new version is followed by its
// add-upgrade, and the bot stays where it is.
func installation(action string) change {
	switch {
	case strings.HasPrefix(action, "add"):
		return installed
	case strings.HasPrefix(action, "remove") && action != "remove-upgrade":
		return ReasonUninstalled
	}
	return unchanged
}

func teamChange(eventType string) change {
	switch eventType {
	case teams.EventTeamDeleted, teams.EventTeamHardDeleted:
		return ReasonTeamDeleted
	case teams.EventTeamArchived:
		return ReasonTeamArchived
	case teams.EventChannelDeleted:
		return ReasonChannelDeleted
	case teams.EventTeamUnarchived:
		return unarchived
	case teams.EventTeamRestored, teams.EventChannelRestored:
		return restored
	}
	return unchanged
}

func (c change) removes() bool {
	return c == ReasonUninstalled || c == ReasonTeamDeleted || c == ReasonTeamArchived || c == ReasonChannelDeleted
}

// undoes returns the reasons for which a record is removed, and no longer is after the change.
func (c change) undoes(eventType string) []string {
	switch {
	case c == installed:
		return []string{ReasonUninstalled, ReasonTeamDeleted, ReasonTeamArchived}
	case c == unarchived:
		return []string{ReasonTeamArchived}
	case eventType == teams.EventTeamRestored:
		return []string{ReasonTeamDeleted}
	case eventType == teams.EventChannelRestored:
		return []string{ReasonChannelDeleted}
	}
	return nil
}

// removal learns that the bot is no longer somewhere: in private, in a group, in a channel, or in a team with all that
// belongs to it. What is not known yet is remembered as removed, for a message to it may come late.
func (l lesson) removal(ctx context.Context) error {
	key, err := l.privateKey(ctx)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if l.change == ReasonChannelDeleted && l.data.Channel.ID != "" {
		l.ref.User, l.ref.Locale = schema.ChannelAccount{}, ""
		l.ref.Conversation.ID, l.ref.Conversation.Name = l.data.Channel.ID, ""
		key = KeyOf(l.appID, l.ref)
	}
	err = l.teach(ctx, key, func(r *Record) {
		l.address(r, l.ref)
		r.Install = Install{State: Removed, At: l.at, Reason: string(l.change)}
		if isShared(l.ref) {
			l.describe(r)
		}
	})
	if err != nil {
		return err
	}
	// What was not heard of for longer than the team does not know yet that the bot is back.
	if head, err := l.store.Load(ctx, l.head(key)); err == nil && l.at.Before(head.Install.At) || err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return l.cascade(ctx, func(r *Record) bool {
		if r.Install.State == Removed || l.at.Before(r.SeenAt) {
			return false
		}
		r.Install = Install{State: Removed, At: l.at, Reason: string(l.change)}
		return true
	})
}

// head returns the key of what a removal is about, where a later installation would stand: the team's General channel,
// or else what was removed.
func (l lesson) head(removed Key) Key {
	if l.change == ReasonChannelDeleted || l.data.Team.ID == "" || !isShared(l.ref) {
		return removed
	}
	removed.ConversationID, removed.ThreadID = l.data.Team.ID, ""
	return removed
}

// back learns that the bot is in a team again, or the team or channel is back.
func (l lesson) back(ctx context.Context) error {
	reasons := l.change.undoes(l.data.EventType)
	if len(reasons) == 0 {
		return nil
	}
	return l.cascade(ctx, func(r *Record) bool {
		missed := l.change == installed && r.Reach.State == ReachNotInstalled
		if r.Install.State == Removed && !slices.Contains(reasons, r.Install.Reason) || r.Install.State != Removed && !missed {
			return false
		}
		if missed {
			r.Reach.clear(l.at)
		}
		r.Install = Install{State: Installed, At: l.at}
		return true
	})
}

// cascade changes all that belongs to the team, or to the channel, that the activity is about.
func (l lesson) cascade(ctx context.Context, change func(*Record) bool) error {
	filter := Filter{AppID: l.appID, ChannelID: l.ref.ChannelID, TenantID: guid.Fold(l.ref.Conversation.TenantID)}
	switch {
	case l.change == ReasonChannelDeleted || l.data.EventType == teams.EventChannelRestored:
		filter.ConversationID = l.data.Channel.ID
	case isShared(l.ref):
		filter.TeamID = l.data.Team.ID
	}
	if filter.ConversationID == "" && filter.TeamID == "" {
		return nil
	}
	return updateEach(ctx, l.store, filter, func(r *Record) bool {
		if l.at.Before(r.Install.At) || !change(r) {
			return false
		}
		r.touch(time.Now())
		return true
	})
}

const batchSize = 500 // records that are written at once

// updateEach changes every record that the filter lets through, in batches, so that neither memory nor the store's lock
// is held for all of them at once. Change reports whether a record is to be stored.
func updateEach(ctx context.Context, store Store, filter Filter, change func(*Record) bool) error {
	keys := make([]Key, 0, batchSize)
	flush := func() error {
		err := store.UpdateAll(ctx, keys, func(r *Record) error {
			if !filter.Includes(*r) || !change(r) {
				return ErrSkip // it has changed, or was deleted, meanwhile
			}
			return nil
		})
		keys = keys[:0]
		return err
	}
	for r, err := range store.All(ctx, filter) {
		if err != nil {
			return err
		}
		if !change(&r) {
			continue
		}
		if keys = append(keys, r.Key); len(keys) == batchSize {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return flush()
}
