package proactive

import (
	"context"
	"errors"
	"slices"
	"time"
)

// enough people for whom the answer was an administrator's block are a block of their tenant.
const enough = 3

// tenant learns that the bot is not disabled in the activity's organization. It looks that up once a minute: a read in
// every turn would cost more than a minute does.
func (l lesson) tenant(ctx context.Context) error {
	key := KeyOf(l.appID, l.ref).Tenant()
	if !key.isTenant() {
		return nil
	}
	return l.lately.unless([]string{"tenant", key.AppID, key.ChannelID, key.TenantID}, func() (done bool, err error) {
		r, err := l.store.Load(ctx, key)
		switch {
		case errors.Is(err, ErrNotFound):
			return true, nil
		case err != nil || l.at.Before(r.Reach.At):
			return false, err
		}
		return true, l.store.Delete(ctx, key)
	})
}

// refuseTenant notes in the organization's record that an administrator's block was the answer for a person.
func refuseTenant(ctx context.Context, store Store, key Key) error {
	if key.UserID == "" || !key.Tenant().isTenant() {
		return nil
	}
	return store.Update(ctx, key.Tenant(), func(r *Record) error {
		if r.Reach.State == ReachDisabled || slices.Contains(r.Reach.Refused, key.UserID) {
			return ErrSkip
		}
		now := time.Now()
		r.Reach.At = now
		r.Reach.Refused = append(r.Reach.Refused, key.UserID)
		if len(r.Reach.Refused) >= enough {
			r.Reach = Reach{State: ReachDisabled, At: now, Code: codeBotDisabledByAdmin}
		}
		r.touch(now)
		return nil
	})
}
