package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/convobot/convo/framework/proactive"
)

// Values of the column state.
const (
	alarmWaiting = iota
	alarmRinging
	alarmDone
)

const (
	countAlarms = `SELECT coalesce(max(number), 0), count(*) FROM convo_alarms WHERE place = ?1`
	insertAlarm = `INSERT INTO convo_alarms (id, place, number, set_by, state, at, owner, body)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (place, number) DO NOTHING`
	clearAlarms  = `DELETE FROM convo_alarms WHERE place = ?1 AND state = 2`
	loadAlarm    = `SELECT id, body FROM convo_alarms WHERE id = ?1`
	lockAlarm    = `UPDATE convo_alarms SET owner = '' WHERE id = ?1 RETURNING id, body`
	updateAlarm  = `UPDATE convo_alarms SET state = ?2, at = ?3, owner = ?4, body = ?5 WHERE id = ?1`
	deleteAlarm  = `DELETE FROM convo_alarms WHERE id = ?1`
	alarmsIn     = `SELECT id, body FROM convo_alarms WHERE place = ?1 ORDER BY number`
	alarmsSetBy  = `SELECT id, body FROM convo_alarms WHERE set_by = ?1 ORDER BY place, number LIMIT 1000`
	forgetPlace  = `DELETE FROM convo_alarms WHERE place = ?1`
	forgetPerson = `DELETE FROM convo_alarms WHERE set_by = ?1`
	purgeAlarms  = `DELETE FROM convo_alarms WHERE state = 2 AND at < ?1`
	freeAlarm    = `UPDATE convo_alarms SET owner = '' WHERE id = ?1 AND owner = ?2`
	claimAlarms  = `WITH due AS (
			SELECT id FROM convo_alarms AS a WHERE state = ?2 AND at < ?3 AND (owner = '' OR owner <> ?1 AND ?5 = 1
				AND NOT EXISTS (SELECT 1 FROM convo_owners AS o WHERE o.id = a.owner AND o.alive_until > {now}))
			ORDER BY at, id LIMIT ?4 {skip locked}
		)
		UPDATE convo_alarms SET owner = ?1 WHERE id IN (SELECT id FROM due) RETURNING id, body`
)

func alarmQueries() []string {
	return []string{
		countAlarms, insertAlarm, clearAlarms, loadAlarm, lockAlarm, updateAlarm, deleteAlarm, alarmsIn, alarmsSetBy,
		forgetPlace, forgetPerson, purgeAlarms, freeAlarm, claimAlarms,
	}
}

// Alarms returns the store of alarms.
func (d *DB) Alarms() proactive.AlarmStore { return alarms{d} }

type alarms struct{ d *DB }

// Add implements [proactive.AlarmStore].
func (s alarms) Add(ctx context.Context, a proactive.Alarm, limit int) (proactive.Alarm, error) {
	err := s.d.compete(ctx, "set alarm", func() error {
		return s.d.write(ctx, "set alarm", func(ctx context.Context, t *tx) error { return s.add(ctx, t, &a, limit) })
	})
	return a, err
}

func (s alarms) add(ctx context.Context, t *tx, a *proactive.Alarm, limit int) error {
	place := alarmKey(a.Place)
	there, err := one(ctx, t, "set alarm", countAlarms, scanCounted, place)
	if err != nil {
		return err
	}
	if there.count >= limit {
		cleared, err := t.exec(ctx, clearAlarms, place)
		if err != nil {
			return err
		}
		if there.count-int(cleared) >= limit {
			return proactive.ErrTooManyAlarms
		}
	}
	a.Number = there.highest + 1
	row, err := s.row(*a)
	if err != nil {
		return err
	}
	changed, err := t.exec(ctx, insertAlarm, a.ID, place, a.Number, alarmKey(a.By), row.state, row.at, row.owner, row.body)
	if err == nil && changed == 0 {
		return errOvertaken // another alarm has the number
	}
	return err
}

type counted struct{ highest, count int }

func scanCounted(rows *sql.Rows) (c counted, err error) {
	err = rows.Scan(&c.highest, &c.count)
	return c, err
}

// Load implements [proactive.AlarmStore].
func (s alarms) Load(ctx context.Context, id string) (proactive.Alarm, error) {
	row, err := one(ctx, s.d, "load alarm", loadAlarm, scanAlarm, id)
	if err != nil {
		return proactive.Alarm{}, notThere(err)
	}
	return s.read(row)
}

func notThere(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return proactive.ErrAlarmNotFound
	}
	return err
}

// Update implements [proactive.AlarmStore].
func (s alarms) Update(ctx context.Context, id string, change func(*proactive.Alarm) error) error {
	return s.d.write(ctx, "update alarm", func(ctx context.Context, t *tx) error {
		found, err := one(ctx, t, "update alarm", lockAlarm, scanAlarm, id)
		if err != nil {
			return notThere(err)
		}
		stored, err := s.read(found)
		if err != nil {
			return err
		}
		a := stored
		if err := change(&a); err != nil {
			return err
		}
		a.ID, a.Number, a.Place, a.By = stored.ID, stored.Number, stored.Place, stored.By
		row, err := s.row(a)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, updateAlarm, id, row.state, row.at, row.owner, row.body)
		return err
	})
}

// Delete implements [proactive.AlarmStore].
func (s alarms) Delete(ctx context.Context, id string) error {
	deleted, err := s.d.exec(ctx, "cancel alarm", deleteAlarm, id)
	if err == nil && deleted == 0 {
		return proactive.ErrAlarmNotFound
	}
	return err
}

// In implements [proactive.AlarmStore].
func (s alarms) In(ctx context.Context, place proactive.Key) ([]proactive.Alarm, error) {
	return s.list(ctx, alarmsIn, place)
}

// SetBy implements [proactive.AlarmStore].
func (s alarms) SetBy(ctx context.Context, person proactive.Key) ([]proactive.Alarm, error) {
	return s.list(ctx, alarmsSetBy, person)
}

func (s alarms) list(ctx context.Context, text string, key proactive.Key) ([]proactive.Alarm, error) {
	rows, err := query(ctx, s.d, "list alarms", text, scanAlarm, alarmKey(key))
	if err != nil {
		return nil, err
	}
	list := make([]proactive.Alarm, len(rows))
	for i, row := range rows {
		if list[i], err = s.read(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Claim implements [proactive.AlarmStore]. An alarm that cannot be read is logged and left, so that it does not keep
// others from ringing. After the database was away, others are given a moment to say that they live.
func (s alarms) Claim(ctx context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	var rows []alarmBody
	lost := s.d.unsureAlarms.take()
	err := s.d.write(ctx, "claim alarms", func(ctx context.Context, t *tx) (err error) {
		rows = nil
		for _, id := range lost {
			if _, err := t.exec(ctx, freeAlarm, id, s.d.owner); err != nil {
				return err
			}
		}
		inherits := s.d.inherits() // now that the database is there
		if rows, err = query(ctx, t, "claim alarms", claimAlarms, scanAlarm, s.d.owner, alarmRinging, int64(math.MaxInt64), most, inherits); err != nil {
			return err
		}
		waiting, err := query(ctx, t, "claim alarms", claimAlarms, scanAlarm, s.d.owner, alarmWaiting, before.UnixMicro(), most-len(rows), inherits)
		rows = append(rows, waiting...)
		return err
	})
	if err != nil {
		for _, row := range rows {
			lost = append(lost, row.id)
		}
		s.d.unsureAlarms.add(lost)
		return nil, err
	}
	var list []proactive.Alarm
	for _, row := range rows {
		a, err := s.read(row)
		if err != nil {
			s.d.logger.ErrorContext(ctx, "an alarm that is due cannot be read, and does not ring", "alarm", row.id, "error", err)
			continue
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(a, b proactive.Alarm) int { return a.StoredAt().Compare(b.StoredAt()) })
	return list, nil
}

// Forget implements [proactive.AlarmStore].
func (s alarms) Forget(ctx context.Context, key proactive.Key) error {
	return s.d.write(ctx, "forget alarms", func(ctx context.Context, t *tx) error {
		for _, text := range []string{forgetPlace, forgetPerson} {
			if _, err := t.exec(ctx, text, alarmKey(key)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Purge implements [proactive.AlarmStore].
func (s alarms) Purge(ctx context.Context, before time.Time) error {
	_, err := s.d.exec(ctx, "purge alarms", purgeAlarms, before.UnixMicro())
	return err
}

// alarmRow is what an alarm is found by, and its body.
type alarmRow struct {
	state int
	at    int64
	owner string
	body  []byte
}

func (s alarms) row(a proactive.Alarm) (row alarmRow, err error) {
	row.at = a.StoredAt().UnixMicro()
	switch a.State {
	case proactive.AlarmRinging:
		row.state, row.owner = alarmRinging, s.d.owner
	case proactive.AlarmDone:
		row.state = alarmDone
	case proactive.AlarmWaiting:
		row.state = alarmWaiting
	}
	plain, err := json.Marshal(a)
	if err != nil {
		return row, err
	}
	row.body, err = s.d.seal(plain, alarmPlace(a.ID))
	return row, err
}

func alarmPlace(id string) string { return "convo_alarms/" + id }

// alarmBody is an alarm as it is stored.
type alarmBody struct {
	id   string
	body []byte
}

func scanAlarm(rows *sql.Rows) (row alarmBody, err error) {
	err = rows.Scan(&row.id, &row.body)
	return row, err
}

func (s alarms) read(row alarmBody) (a proactive.Alarm, err error) {
	plain, err := s.d.unseal(row.body, alarmPlace(row.id))
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(plain, &a); err != nil {
		return a, &Error{Op: "read alarm", Kind: ErrCorrupt, Err: err}
	}
	return a, nil
}

// alarmKey writes a key as one text.
func alarmKey(key proactive.Key) string {
	parts, err := json.Marshal([]string{key.AppID, key.ChannelID, key.TenantID, key.UserID, key.ConversationID, key.ThreadID})
	if err != nil {
		panic(err) // there is no text that JSON cannot write
	}
	return string(parts)
}
