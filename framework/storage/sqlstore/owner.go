package sqlstore

import (
	"context"
	"sync"
	"time"
)

// A process owns what it has claimed for as long as it says now and then that it lives. The owner of an SQLite file is
// the process that holds the file's lock: what others have claimed is free at once.
const (
	ownerLease = 20 * time.Second
	ownerBeat  = 5 * time.Second
)

const (
	forgetOwners = `DELETE FROM convo_owners WHERE ?1 = 1 OR alive_until < {now} - 86400000000`
	insertOwner  = `INSERT INTO convo_owners (id, alive_until) VALUES (?1, {now} + ?2)
		ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`
	deleteOwner = `DELETE FROM convo_owners WHERE id = ?1`
)

func ownerQueries() []string { return []string{forgetOwners, insertOwner, deleteOwner} }

// own says that this process lives, and goes on saying so while running does.
func (d *DB) own(ctx, running context.Context) error {
	lease, alone := ownerLease, 0
	if d.writer != nil {
		lease, alone = 100*365*24*time.Hour, 1
	}
	if _, err := d.exec(ctx, "open", forgetOwners, alone); err != nil {
		return err
	}
	if _, err := d.exec(ctx, "open", insertOwner, d.owner, lease.Microseconds()); err != nil {
		return err
	}
	if d.writer == nil {
		d.alive.renewed(time.Now())
		d.ended.Go(func() { d.beat(running) })
	}
	return nil
}

// beat renews the lease until the database is closed, and then gives back what this process has claimed.
func (d *DB) beat(running context.Context) {
	beat := time.NewTicker(ownerBeat)
	defer beat.Stop()
	for {
		select {
		case <-running.Done():
			d.disown(context.WithoutCancel(running))
			return
		case <-beat.C:
		}
		if err := d.renew(running); err != nil && running.Err() == nil {
			d.logger.ErrorContext(running, "the database does not hear that this process lives; others may take over what it has claimed", "error", err)
		}
	}
}

// renew takes no longer than a beat. A connection may be lost without a word, and what is sent over it hang for many minutes:
// the next beat takes another.
func (d *DB) renew(running context.Context) error {
	ctx, cancel := context.WithTimeout(running, ownerBeat)
	defer cancel()
	_, err := d.exec(ctx, "renew claims", insertOwner, d.owner, ownerLease.Microseconds())
	if err == nil {
		d.alive.renewed(time.Now())
	}
	return err
}

// alive knows when the database last heard that this process lives. When it was away, all leases have ended, and those who
// come back first must not take the others for dead: they say that they live within a beat or two. The zero value, of the only
// process of a database, waits for nobody.
type alive struct {
	mu    sync.Mutex
	last  time.Time
	until time.Time // when the others have had the time to say so too
}

func (a *alive) renewed(now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.last.IsZero() && now.Sub(a.last) > 2*ownerBeat {
		a.until = now.Add(2 * ownerBeat)
	}
	a.last = now
}

// mayInherit reports whether what dead processes owned may be taken over.
func (a *alive) mayInherit(now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last.IsZero() || now.Sub(a.last) <= 2*ownerBeat && !now.Before(a.until)
}

// inherits is whether this process may, as queries read it.
func (d *DB) inherits() int {
	if d.alive.mayInherit(time.Now()) {
		return 1
	}
	return 0
}

func (d *DB) disown(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, _ = d.exec(ctx, "close", deleteOwner, d.owner) // else the lease ends it
}
