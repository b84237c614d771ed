package sqlstore_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/middleware/transcript"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// batchSize is how much is written at once of what is written in batches.
const batchSize = 10

// longText is a text with a number in it. Some need more than a page of the database.
func longText(n int) string { return strconv.Itoa(n) + ":" + strings.Repeat("x", 1000*(n%8)) }

// number reads what longText wrote, with all that belongs to it.
func number(text string) (int, error) {
	digits, _, _ := strings.Cut(text, ":")
	n, err := strconv.Atoi(digits)
	if err != nil || text != longText(n) {
		return 0, fmt.Errorf("there is half of a text: %d bytes, %.10q", len(text), text)
	}
	return n, nil
}

// same returns the number that is all of the numbers.
func same(numbers []int) (int, error) {
	if list := slices.Compact(slices.Clone(numbers)); len(list) != 1 {
		return 0, fmt.Errorf("a part of what was written at once is there: %v", numbers)
	}
	return numbers[0], nil
}

// References: one by one, and several at once. Each has its number twice, in a column and in the body.

func conversationKey(id string) proactive.Key { return proactive.Key{AppID: "app", ConversationID: id} }

func putNumber(n int) func(*proactive.Record) error {
	return func(r *proactive.Record) error {
		r.TeamID, r.Attributes = strconv.Itoa(n), map[string]string{"long": longText(n)}
		return nil
	}
}

func writeReference(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	return db.References().Update(ctx, conversationKey(what), putNumber(n))
}

func lastReference(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	r, err := db.References().Load(ctx, conversationKey(what))
	if errors.Is(err, proactive.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := number(r.Attributes["long"])
	if err != nil {
		return 0, err
	}
	for found, err := range db.References().All(ctx, proactive.Filter{TeamID: strconv.Itoa(n), ConversationID: what}) {
		if err != nil || found.Key == r.Key {
			return n, err
		}
	}
	return 0, fmt.Errorf("the record of %d is not found by its column", n)
}

func batchKeys(what string) (keys []proactive.Key) {
	for i := range batchSize {
		keys = append(keys, conversationKey(fmt.Sprint(what, " ", i)))
	}
	return keys
}

func writeBatch(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	return db.References().UpdateAll(ctx, batchKeys(what), putNumber(n))
}

func lastBatch(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	var numbers []int
	for _, key := range batchKeys(what) {
		n, err := lastReference(ctx, db, key.ConversationID)
		if err != nil {
			return 0, err
		}
		numbers = append(numbers, n)
	}
	return same(numbers)
}

// State: several items at once, by their ETags.

func writeItems(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	items, err := stateItems(ctx, db, what)
	if err != nil {
		return err
	}
	value, err := json.Marshal(longText(n))
	if err != nil {
		return err
	}
	for key, item := range items {
		items[key] = state.Item{ETag: item.ETag, Value: value}
	}
	_, err = db.State().Write(ctx, items)
	return err
}

func lastItems(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	items, err := stateItems(ctx, db, what)
	var numbers []int
	for item := range maps.Values(items) {
		n := 0
		if err == nil && item.ETag != "" {
			n, err = jsonNumber(item.Value)
		}
		numbers = append(numbers, n)
	}
	if err != nil {
		return 0, err
	}
	return same(numbers)
}

// jsonNumber is number for a text as JSON.
func jsonNumber(data []byte) (int, error) {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return 0, err
	}
	return number(text)
}

// stateItems returns the items of a writer, also those that are not there yet.
func stateItems(ctx context.Context, db *sqlstore.DB, what string) (map[string]state.Item, error) {
	items := make(map[string]state.Item)
	for i := range 3 {
		items[state.Key{UserID: what, Name: strconv.Itoa(i)}.String()] = state.Item{}
	}
	stored, err := db.State().Read(ctx, slices.Collect(maps.Keys(items))...)
	maps.Copy(items, stored)
	return items, err
}

// Inbox: an activity is claimed and journaled, then the one before it is settled. A killed writer leaves one or two.

const inboxBot = "app of " // in front of the writer's name, so that each recovers its own

func inboxClaim(what string, n int) framework.Claim {
	_, writer, _ := strings.Cut(what, " ")
	i, _ := strconv.ParseInt(writer, 10, 64)
	return framework.Claim{Key: fmt.Sprint(what, " ", n), ID: 1 + i*1_000_000_000 + int64(n)}
}

func writeInbox(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	c := inboxClaim(what, n)
	got, err := db.Inbox().Claim(ctx, c)
	if err != nil || got.State != framework.Mine {
		return errors.Join(err, fmt.Errorf("claim %s: state %d", c.Key, got.State))
	}
	err = db.Inbox().Journal(ctx, framework.Entry{
		Claim: c, Identity: framework.Identity{AppID: inboxBot + what}, Conversation: what,
		Received: time.UnixMicro(int64(n)), Activity: schema.TextMessage(longText(n)),
	})
	if err != nil || n == 1 {
		return err
	}
	return settleNumber(ctx, db, what, n-1)
}

func settleNumber(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	return db.Inbox().Settle(ctx, framework.Settlement{
		Claim: inboxClaim(what, n), Journaled: true, Answer: []byte(longText(n)), Keep: time.Hour,
	})
}

// lastInbox recovers what a dead process had, and settles all but the last.
func lastInbox(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	entries, err := db.Inbox().Recover(ctx, inboxBot+what, 10)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	last := int(entries[0].Received.UnixMicro())
	if len(entries) == 2 {
		if err := settleNumber(ctx, db, what, last); err != nil {
			return 0, err
		}
		last++
	}
	e := entries[len(entries)-1]
	n, err := number(e.Activity.Text)
	if err != nil || len(entries) > 2 || n != last || e.Claim != inboxClaim(what, n) {
		return 0, errors.Join(err, fmt.Errorf("%d entries, the last has %d instead of %d", len(entries), n, last))
	}
	running, err := db.Inbox().Claim(ctx, framework.Claim{Key: e.Key, ID: e.ID + 500_000_000})
	if err != nil || running.State != framework.Running || !running.Journaled {
		return 0, errors.Join(err, fmt.Errorf("the claim of a journaled activity is %+v", running))
	}
	if n == 1 {
		return n, nil
	}
	before := inboxClaim(what, n-1)
	before.ID += 500_000_000
	done, err := db.Inbox().Claim(ctx, before)
	if err != nil || done.State != framework.Done || string(done.Answer) != longText(n-1) {
		return 0, errors.Join(err, fmt.Errorf("the claim of what is settled has state %d", done.State))
	}
	return n, nil
}

// Transcripts: several entries at once, and those of two numbers before are erased by whose they are.

func transcriptOf(what string) transcript.Conversation {
	return transcript.Conversation{AppID: "app", ChannelID: "msteams", ConversationID: what}
}

func personOfNumber(what string, n int) string { return fmt.Sprint(what, " of ", n) }

func writeTranscript(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	activity, err := json.Marshal(longText(n))
	if err != nil {
		return err
	}
	var entries []transcript.Entry
	for i := range batchSize {
		entries = append(entries, transcript.Entry{
			Conversation: transcriptOf(what), At: time.UnixMicro(int64(n)), ID: fmt.Sprint(what, " ", i), Role: transcript.RoleUser,
			Activity: activity, People: []string{personOfNumber(what, n)},
		})
	}
	if err := db.Transcripts().Log(ctx, entries); err != nil {
		return err
	}
	_, err = db.Transcripts().ErasePerson(ctx, personOfNumber(what, n-2))
	return err
}

func lastTranscript(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	there, last := make(map[int]int), 0
	for e, err := range transcript.All(ctx, db.Transcripts(), transcriptOf(what), transcript.Cursor{}) {
		if err != nil {
			return 0, err
		}
		n, err := jsonNumber(e.Activity)
		if err != nil {
			return 0, err
		}
		last = max(last, n)
		there[n]++
	}
	for n, entries := range there {
		if entries != batchSize {
			return 0, fmt.Errorf("of what was logged at once as %d, %d entries are there", n, entries)
		}
	}
	erased, err := db.Transcripts().ErasePerson(ctx, personOfNumber(what, last-1))
	if err == nil && erased != there[last-1] {
		err = fmt.Errorf("of the %d entries of a person, %d are found by them", there[last-1], erased)
	}
	return last, err
}

// Alarms: one is set, and put off again and again; its time says the number too.

func alarmPlace(what string) proactive.Key { return conversationKey("alarms of " + what) }

func numbered(a proactive.Alarm, n int) proactive.Alarm {
	a.Due, a.State, a.Activity = time.Unix(int64(n), 0).UTC(), proactive.AlarmWaiting, schema.TextMessage(longText(n))
	return a
}

func writeAlarm(ctx context.Context, db *sqlstore.DB, what string, n int) error {
	if n == 1 {
		_, err := db.Alarms().Add(ctx, numbered(proactive.Alarm{ID: what, Place: alarmPlace(what)}, n), 1)
		return err
	}
	return db.Alarms().Update(ctx, what, func(a *proactive.Alarm) error {
		*a = numbered(*a, n)
		return nil
	})
}

func lastAlarm(ctx context.Context, db *sqlstore.DB, what string) (int, error) {
	list, err := db.Alarms().In(ctx, alarmPlace(what))
	if err != nil || len(list) == 0 {
		return 0, err
	}
	n, err := number(list[0].Activity.Text)
	if err != nil {
		return 0, err
	}
	return same([]int{n, int(list[0].Due.Unix())})
}
