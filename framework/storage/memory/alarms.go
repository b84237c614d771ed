package memory

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/convobot/convo/framework/proactive"
)

// Alarms is a [proactive.AlarmStore] in memory. Create it with [NewAlarms].
type Alarms struct {
	mu     sync.Mutex
	alarms map[string]*alarm // by ID
}

// alarm is an alarm as it is kept: as JSON, which shares nothing, and what is looked up.
type alarm struct {
	body      []byte
	id        string
	number    int
	place, by proactive.Key
	state     proactive.AlarmState
	at        time.Time
	claimed   bool
}

var _ proactive.AlarmStore = (*Alarms)(nil)

// NewAlarms returns an empty store. It warns, through logger, that the store does not survive a restart; nil is
// slog.Default.
func NewAlarms(logger *slog.Logger) *Alarms {
	if logger == nil {
		logger = slog.Default()
	}
	logger.Warn("alarms are kept IN MEMORY ONLY: a restart forgets them, and they do not ring")
	return &Alarms{alarms: make(map[string]*alarm)}
}

// Add implements [proactive.AlarmStore].
func (s *Alarms) Add(_ context.Context, a proactive.Alarm, limit int) (proactive.Alarm, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	there := s.in(a.Place)
	if len(there) >= limit {
		for _, other := range there {
			if other.state == proactive.AlarmDone {
				delete(s.alarms, other.id)
			}
		}
		there = s.in(a.Place)
	}
	if len(there) >= limit {
		return proactive.Alarm{}, proactive.ErrTooManyAlarms
	}
	a.Number = 1
	if len(there) > 0 {
		a.Number = there[len(there)-1].number + 1
	}
	return a, s.put(a)
}

func (s *Alarms) put(a proactive.Alarm) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	s.alarms[a.ID] = &alarm{
		body: body, id: a.ID, number: a.Number, place: a.Place, by: a.By, state: a.State, at: a.StoredAt(),
		claimed: a.State == proactive.AlarmRinging,
	}
	return nil
}

// where returns what is wanted, in an order.
func (s *Alarms) where(wanted func(*alarm) bool, order func(a, b *alarm) int) []*alarm {
	var list []*alarm
	for _, a := range s.alarms {
		if wanted(a) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, order)
	return list
}

func (s *Alarms) in(place proactive.Key) []*alarm {
	return s.where(func(a *alarm) bool { return a.place == place }, byNumber)
}

func byNumber(a, b *alarm) int {
	return cmp.Or(a.place.Compare(b.place), cmp.Compare(a.number, b.number))
}

func byTime(a, b *alarm) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }

func read(list []*alarm) ([]proactive.Alarm, error) {
	out := make([]proactive.Alarm, len(list))
	for i, a := range list {
		if err := json.Unmarshal(a.body, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Load implements [proactive.AlarmStore].
func (s *Alarms) Load(_ context.Context, id string) (proactive.Alarm, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.load(id)
}

func (s *Alarms) load(id string) (out proactive.Alarm, err error) {
	a, ok := s.alarms[id]
	if !ok {
		return out, proactive.ErrAlarmNotFound
	}
	err = json.Unmarshal(a.body, &out)
	return out, err
}

// Update implements [proactive.AlarmStore].
func (s *Alarms) Update(_ context.Context, id string, change func(*proactive.Alarm) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, err := s.load(id)
	if err != nil {
		return err
	}
	a := stored
	if err := change(&a); err != nil {
		return err
	}
	a.ID, a.Number, a.Place, a.By = stored.ID, stored.Number, stored.Place, stored.By
	return s.put(a)
}

// Delete implements [proactive.AlarmStore].
func (s *Alarms) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.alarms[id]; !ok {
		return proactive.ErrAlarmNotFound
	}
	delete(s.alarms, id)
	return nil
}

// In implements [proactive.AlarmStore].
func (s *Alarms) In(_ context.Context, place proactive.Key) ([]proactive.Alarm, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return read(s.in(place))
}

// SetBy implements [proactive.AlarmStore].
func (s *Alarms) SetBy(_ context.Context, person proactive.Key) ([]proactive.Alarm, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.where(func(a *alarm) bool { return a.by == person }, byNumber)
	return read(list[:min(len(list), 1000)])
}

// Claim implements [proactive.AlarmStore].
func (s *Alarms) Claim(_ context.Context, before time.Time, most int) ([]proactive.Alarm, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := s.where(func(a *alarm) bool {
		return !a.claimed && (a.state == proactive.AlarmRinging || a.state == proactive.AlarmWaiting && a.at.Before(before))
	}, byTime)
	due = due[:min(len(due), most)]
	for _, a := range due {
		a.claimed = true
	}
	return read(due)
}

// Forget implements [proactive.AlarmStore].
func (s *Alarms) Forget(_ context.Context, key proactive.Key) error {
	s.remove(func(a *alarm) bool { return a.place == key || a.by == key })
	return nil
}

// Purge implements [proactive.AlarmStore].
func (s *Alarms) Purge(_ context.Context, before time.Time) error {
	s.remove(func(a *alarm) bool { return a.state == proactive.AlarmDone && a.at.Before(before) })
	return nil
}

func (s *Alarms) remove(unwanted func(*alarm) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.alarms, func(_ string, a *alarm) bool { return unwanted(a) })
}
