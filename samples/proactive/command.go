package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/proactive/transfer"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

const usage = `usage:
  proactive                            serve the bot
  proactive list                       whom the bot knows
  proactive explain AUDIENCE           whom a message to an audience would reach, such as '{"locale":"de"}'
  proactive export > FILE              everything, as JSON Lines
  proactive import < FILE              what export wrote
  proactive references APP_ID < FILE   references that a bot of another SDK stored
  proactive erase USER_ID              all that the database holds of a person, other bots' too
(an SQLite file is open in one process: stop the bot first)`

// command carries out one command on what the bot remembers.
func command(ctx context.Context, db *sqlstore.DB, args []string, in io.Reader, out io.Writer) error {
	store, arg := db.References(), ""
	if len(args) == 2 {
		arg = args[1]
	}
	switch name := args[0]; {
	case name == "list" && len(args) == 1:
		return list(ctx, store, proactive.Filter{}, out)
	case name == "explain" && arg != "":
		return explain(ctx, store, proactive.Filter{}, arg, out)
	case name == "export" && len(args) == 1:
		_, err := transfer.Export(ctx, store, proactive.Filter{}, out)
		return err
	case name == "import" && len(args) == 1:
		report, err := transfer.Import(ctx, store, in)
		return errors.Join(tell(out, report), err)
	case name == "references" && arg != "":
		report, err := transfer.ImportReferences(ctx, store, in, arg)
		return errors.Join(tell(out, report), err)
	case name == "erase" && arg != "":
		return erase(ctx, db, arg, out)
	}
	return errors.New(usage)
}

// erase deletes what is kept of a person: not the references alone, but also state, alarms and transcripts, which are there
// if another bot has the database.
func erase(ctx context.Context, db *sqlstore.DB, id string, out io.Writer) error {
	erased, err := db.ErasePerson(ctx, id)
	_, _ = fmt.Fprintf(out, "erased: %d references (and the name in %d others), %d items of state, %d alarms, %d entries of transcripts, %d activities\n",
		erased.References, erased.Changed, erased.State, erased.Alarms, erased.Transcripts, erased.Inbox)
	return err
}

// list writes whom the bot knows, a line each.
func list(ctx context.Context, store proactive.Store, filter proactive.Filter, out io.Writer) error {
	for r, err := range store.All(ctx, filter) {
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, describe(r)); err != nil {
			return err
		}
	}
	return nil
}

// describe says in one line who or what a record is of.
func describe(r proactive.Record) string {
	state := "can be reached"
	switch {
	case r.Install.State == proactive.Removed:
		state = "removed: " + r.Install.Reason
	case !r.Reachable():
		state = string(r.Reach.State)
	}
	switch {
	case r.IsPerson():
		return fmt.Sprintf("person %q (%s), language %q, time zone %q: %s", r.Reference.User.Name, r.Key.UserID, r.Locale(), r.Person.TimeZone, state)
	case r.Key.ConversationID == "":
		return fmt.Sprintf("organization %s: %s", r.Key.TenantID, state)
	}
	return fmt.Sprintf("place %q %s: %s", r.Place.ChannelName, r.Reference.Conversation.ID, state)
}

// explain writes whom a message to an audience would reach, and why not others.
func explain(ctx context.Context, store proactive.Store, filter proactive.Filter, audience string, out io.Writer) error {
	var to proactive.Audience
	if err := to.UnmarshalJSON([]byte(audience)); err != nil {
		return err
	}
	explained, err := proactive.Explain(ctx, store, filter, to)
	if err != nil {
		return err
	}
	parts := []string{fmt.Sprintf("%d included", explained.Included)}
	for _, reason := range slices.Sorted(maps.Keys(explained.Dropped)) {
		parts = append(parts, fmt.Sprintf("%d dropped: %s", explained.Dropped[reason], reason))
	}
	_, err = fmt.Fprintln(out, strings.Join(parts, "; "))
	return err
}

func tell(out io.Writer, report transfer.Report) error {
	_, err := fmt.Fprintf(out, "stored %d records, knew %d already, could not read %d\n", report.Stored, report.Older, report.Bad)
	for _, problem := range report.Problems {
		_, _ = fmt.Fprintln(out, problem)
	}
	return err
}
