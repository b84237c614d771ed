package transcript

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// WriteJSONLines writes entries, those of [All] say, one JSON object a line. The error is the writer's or that of the
// entries.
func WriteJSONLines(w io.Writer, entries iter.Seq2[Entry, error]) error {
	return write(w, entries, func(out *bufio.Writer, e Entry) error {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("transcript: the entry of %v has no JSON form: %w", e.At, err)
		}
		_, err = out.Write(append(line, '\n'))
		return err
	})
}

// WriteText writes entries for people to read:
//
//	2026-11-21 09:30:00Z < Ann [1]: Lunch?
//	    | Or dinner?
//	2026-11-21 09:30:01Z > Convo [2]:
//	    [card] What shall it be?
//	    [button] Pizza
//	2026-11-21 09:30:07Z > Convo edited [2]: Too late.
//	2026-11-21 09:30:09Z < Ann deleted [1]
//
// Times are UTC; < is what came in, and > what the bot said. Markup is written as it was sent. What somebody writes, or
// is called, never begins a line and changes no other: characters that would are replaced.
//
// The error is the writer's or that of the entries.
func WriteText(w io.Writer, entries iter.Seq2[Entry, error]) error {
	return write(w, entries, func(out *bufio.Writer, e Entry) error {
		_, err := out.WriteString(textOf(e))
		return err
	})
}

func write(w io.Writer, entries iter.Seq2[Entry, error], one func(*bufio.Writer, Entry) error) error {
	out := bufio.NewWriter(w)
	for e, err := range entries {
		if err == nil {
			err = one(out, e)
		}
		if err != nil {
			_ = out.Flush() // err is what matters
			return err
		}
	}
	return out.Flush()
}

// textOf returns an entry's lines.
func textOf(e Entry) string {
	arrow := "<"
	if e.Role == RoleBot {
		arrow = ">"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s ", e.At.UTC().Format("2006-01-02 15:04:05Z"), arrow)
	var a schema.Activity
	if err := a.UnmarshalJSON(e.Activity); err != nil {
		b.WriteString("(an activity that cannot be read)\n")
		return b.String()
	}
	b.WriteString(oneLine(cmp.Or(a.From.Name, a.From.ID, e.Role)))
	switch a.Type {
	case schema.TypeMessage:
		fmt.Fprintf(&b, "%s:", reference(a.ID))
		said(&b, &a)
	case schema.TypeMessageUpdate:
		fmt.Fprintf(&b, " edited%s:", reference(a.ID))
		said(&b, &a)
	default:
		fmt.Fprintf(&b, " %s\n", oneLine(happened(&a)))
	}
	return b.String()
}

// reference names the activity that something is about.
func reference(id string) string {
	if id == "" {
		return ""
	}
	return " [" + oneLine(id) + "]"
}

// happened says what an activity is that says nothing.
func happened(a *schema.Activity) string {
	switch a.Type {
	case schema.TypeMessageDelete:
		return "deleted" + reference(a.ID)
	case schema.TypeMessageReaction:
		added, removed := reactions("reacted to", a.ReactionsAdded, a.ReplyToID), reactions("took back from", a.ReactionsRemoved, a.ReplyToID)
		if added != "" && removed != "" { // one in place of another
			added += ", "
		}
		return added + removed
	case schema.TypeConversationUpdate:
		what := "conversation updated"
		if event := teams.EventType(a); event != "" {
			what += ": " + event
		}
		return what + members("added", a.MembersAdded) + members("removed", a.MembersRemoved)
	case schema.TypeInstallationUpdate:
		return "installation: " + a.Action
	}
	if a.Name != "" {
		return a.Type + " " + a.Name
	}
	return a.Type
}

func members(what string, list []schema.ChannelAccount) string {
	if len(list) == 0 {
		return ""
	}
	names := make([]string, len(list))
	for i, who := range list {
		names[i] = cmp.Or(who.Name, who.ID)
	}
	return ", " + what + " " + strings.Join(names, ", ")
}

func reactions(what string, list []schema.MessageReaction, to string) string {
	if len(list) == 0 {
		return ""
	}
	names := make([]string, len(list))
	for i, reaction := range list {
		names[i] = reaction.Type
	}
	return what + reference(to) + ": " + strings.Join(names, ", ")
}
