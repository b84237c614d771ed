package sqlstore

import (
	"bytes"
	"context"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/internal/wait"
)

const (
	purgeEvery   = time.Minute           // that forgotten claims are looked for
	purgePause   = 10 * time.Millisecond // in which others write
	purgedAtOnce = 1000                  // claims that are looked at in one transaction
)

// Inbox returns the memory of which activities were taken, for [framework.Engine.Inbox]. Close the database when the bot's
// adapter is shut down, not before.
func (d *DB) Inbox() framework.Inbox { return d.inbox }

// inbox is a [framework.Inbox].
type inbox struct {
	d      *DB
	held   held          // claims of this process that are not stored, if it is the only one
	unsure unsure[int64] // entries
}

// Settle implements [framework.Inbox].
func (s *inbox) Settle(ctx context.Context, ended ...framework.Settlement) error {
	if len(ended) == 0 {
		return nil
	}
	err := s.d.write(ctx, "settle", func(ctx context.Context, t *tx) error {
		for _, e := range ended {
			if err := s.settle(ctx, t, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range ended {
		if e.Ending == framework.EndDone || e.Ending == framework.EndSetAside {
			s.held.store(e.Key, time.Now().Add(e.Keep))
		}
		if e.Ending != framework.EndLater {
			s.held.release(e.Claim)
		}
	}
	return nil
}

func (s *inbox) settle(ctx context.Context, t *tx, e framework.Settlement) error {
	if e.Journaled {
		lost, err := s.settleEntry(ctx, t, e)
		if err != nil || lost {
			return err
		}
	}
	if e.Key == "" {
		return nil
	}
	return s.settleClaim(ctx, t, e)
}

// purgeNowAndThen forgets what is over, until ctx ends.
func (s *inbox) purgeNowAndThen(ctx context.Context) {
	tick := time.NewTicker(purgeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !s.d.alive.mayInherit(time.Now()) {
			continue // what those who live have claimed would go
		}
		if err := s.purge(ctx); err != nil && ctx.Err() == nil {
			s.d.logger.WarnContext(ctx, "the inbox is not purged", "error", err)
		}
	}
}

// purge forgets claims whose time is over, or whose process died, and entries that were set aside long ago. It goes
// through the claims in the order of their keys, some at a time: an index on their time would make each turn slower.
func (s *inbox) purge(ctx context.Context) error {
	s.held.forget(time.Now().Add(-purgeEvery)) // the database's clock may be another
	for from := []byte{}; from != nil; {
		var err error
		if from, err = s.purgeAfter(ctx, from); err != nil {
			return err
		}
		if err := wait.For(ctx, purgePause); err != nil {
			return err
		}
	}
	return s.purgeSetAside(ctx, framework.SetAsideRetention, framework.SetAsideLimit)
}

// purgeSetAside keeps the youngest that were set aside.
func (s *inbox) purgeSetAside(ctx context.Context, retention time.Duration, limit int) error {
	if _, err := s.d.exec(ctx, "purge activities set aside", purgeSetAside, retention.Microseconds()); err != nil {
		return err
	}
	_, err := s.d.exec(ctx, "purge activities set aside", purgeBeyond, limit)
	return err
}

// purgeAfter goes through some claims after a key, and returns the last of them; nil if there are no more.
func (s *inbox) purgeAfter(ctx context.Context, from []byte) (last []byte, err error) {
	found, err := query(ctx, s.d, "purge claims", claimAfter, scanBytes, from, purgedAtOnce)
	if err != nil {
		return nil, err
	}
	to := bytes.Repeat([]byte{0xff}, 64) // after every key
	if len(found) > 0 {
		last, to = found[0], found[0]
	}
	_, err = s.d.exec(ctx, "purge claims", purgeClaims, from, to)
	return last, err
}
